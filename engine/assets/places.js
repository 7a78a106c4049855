// Fills in where one is, for who would rather not look up coordinates.

const DIGITS = 5; // about a metre

for (const button of document.querySelectorAll("[data-here]")) {
  if (!("geolocation" in navigator)) continue;
  const field = document.getElementById(button.dataset.here);
  const note = button.form.querySelector("[data-here-note]");
  const found = ({ coords }) => {
    field.value = `${coords.latitude.toFixed(DIGITS)}, ${coords.longitude.toFixed(DIGITS)}`;
    note.textContent = "";
    button.removeAttribute("aria-busy");
    field.focus();
  };
  const failed = () => {
    note.textContent = button.dataset.wrong;
    button.removeAttribute("aria-busy");
  };
  button.addEventListener("click", () => {
    button.setAttribute("aria-busy", "true");
    navigator.geolocation.getCurrentPosition(found, failed, { timeout: 15_000, maximumAge: 60_000 });
  });
  button.hidden = false;
}
