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

// Under `stadion dev` the people are those of the pack's cases: a bar says which one this is, and chooses another.
async function people() {
  const response = await fetch("/dev/cases.json");
  if (!response.ok) return;
  const { cases } = await response.json();
  document.getElementById("dev-cases")?.remove();
  if (!cases.length) return;
  const bar = document.createElement("label");
  bar.id = "dev-cases";
  bar.append("case ");
  const choice = document.createElement("select");
  for (const one of cases) {
    const words = `${one.passed ? "✓" : "✗"} ${one.pack}: ${one.name}`;
    choice.append(new Option(words, one.number, one.is_me, one.is_me));
  }
  choice.addEventListener("change", () => {
    const { pack } = cases.find((one) => String(one.number) === choice.value);
    const here = location.pathname.startsWith(`/${pack}/`) ? `/${pack}/` : "/";
    location.assign(`/dev/as/${choice.value}?next=${encodeURIComponent(here)}`);
  });
  bar.append(choice);
  // Above the tabs of a phone.
  const bottom = matchMedia("(max-width: 60rem)").matches ? "5.5rem" : "8px";
  Object.assign(bar.style, {
    position: "fixed", inset: `auto 8px ${bottom} auto`, zIndex: "9998", whiteSpace: "nowrap",
    padding: "0 0 0 10px", font: "13px/1.45 ui-monospace, monospace",
    color: "#fff", background: "#333", borderRadius: "8px",
  });
  Object.assign(choice.style, {
    font: "inherit", width: "16rem", minHeight: "44px", color: "#000", background: "#fff", borderRadius: "8px",
  });
  document.body.append(bar);
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
    else await people();
  } catch {
    await pause();
  }
}
