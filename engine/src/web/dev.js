// Served under --dev alone: reloads the page when the packs changed, shows what is wrong with them.
const RETRY_MS = 500;
let known;

const pause = () => new Promise((done) => setTimeout(done, RETRY_MS));

function show(report) {
  document.getElementById("dev-report")?.remove();
  if (!report) return;
  const box = document.createElement("pre");
  box.id = "dev-report";
  box.setAttribute("role", "alert");
  box.textContent = report;
  Object.assign(box.style, {
    position: "fixed", inset: "auto 0 0 0", zIndex: "9999", margin: "0", padding: "12px 16px",
    maxHeight: "50vh", overflow: "auto", font: "13px/1.45 ui-monospace, monospace",
    color: "#fff", background: "#7f1d1d",
  });
  document.body.append(box);
}

async function next() {
  const since = known ? `?since=${known.generation}` : "";
  const response = await fetch(`/dev/events${since}`);
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}

for (;;) {
  try {
    const now = await next();
    const changed = known && now.generation !== known.generation;
    known = now;
    show(now.report);
    // A broken edit changes nothing that the page shows, so what was typed into it stays.
    if (changed && !now.report) location.reload();
  } catch {
    await pause();
  }
}
