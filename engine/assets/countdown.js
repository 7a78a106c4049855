// Counts down how long a code still works; without this script its last moment is told.

const MINUTE = 60;

for (const card of document.querySelectorAll("[data-countdown]")) {
  const told = card.querySelector("[data-left]");
  const end = performance.now() / 1000 + Number(card.dataset.countdown);
  const clock = (seconds) => `${Math.floor(seconds / MINUTE)}:${String(seconds % MINUTE).padStart(2, "0")}`;
  const tick = () => {
    const left = Math.max(0, Math.ceil(end - performance.now() / 1000));
    told.textContent = left > 0 ? clock(left) : told.dataset.over;
    if (left === 0) clearInterval(timer);
  };
  // Read out once, not every second.
  told.setAttribute("aria-live", "off");
  const timer = setInterval(tick, 1000);
  tick();
}
