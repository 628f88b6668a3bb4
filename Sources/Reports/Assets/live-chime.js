// A short tone for a severe film that nobody has reviewed. Off until somebody switches it on.
const key = "xrayvision-chime";
let context = null;
let isOn = false;

function remember(value) { try { localStorage.setItem(key, value ? "on" : "off"); } catch { /* nothing to remember it in */ } }
function remembered() { try { return localStorage.getItem(key) === "on"; } catch { return false; } }

function wake() {
  context ??= new AudioContext();
  if (context.state === "suspended") context.resume().catch(() => {});
}

function tone(hertz, from, seconds) {
  const oscillator = context.createOscillator();
  const loudness = context.createGain();
  oscillator.frequency.value = hertz;
  loudness.gain.setValueAtTime(0, context.currentTime + from);
  loudness.gain.linearRampToValueAtTime(0.12, context.currentTime + from + 0.02);
  loudness.gain.exponentialRampToValueAtTime(0.0001, context.currentTime + from + seconds);
  oscillator.connect(loudness).connect(context.destination);
  oscillator.start(context.currentTime + from);
  oscillator.stop(context.currentTime + from + seconds);
}

export function chime() {
  if (!isOn) return;
  wake();
  if (context.state !== "running") return;
  tone(660, 0, 0.35);
  tone(880, 0.18, 0.5);
}

export function chimeSwitch() {
  const button = document.getElementById("chime");
  if (!button) return;
  const show = () => {
    button.setAttribute("aria-pressed", String(isOn));
    button.textContent = isOn ? "chime on" : "chime off";
  };
  isOn = remembered();
  show();
  // Browsers let a page sound only after somebody touched it.
  if (isOn) addEventListener("pointerdown", wake, { once: true });
  button.addEventListener("click", () => {
    isOn = !isOn;
    remember(isOn);
    show();
    if (isOn) chime();
  });
}
