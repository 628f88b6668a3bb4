// Listens to the server. A lost connection is made again after 1, 2, 4 … 30 s, each with a little chance, so that a
// restarted server is not met by everybody at once; what was missed meanwhile is sent after.
import { ask, root } from "./live-parts.js";

const longestWait = 30_000;

// - since: the number of the last event before the page was drawn.
export function listen({ since, onFrame, onState }) {
  let socket = null;
  let tries = 0;
  let last = Number.isSafeInteger(since) ? since : null;
  let timer = 0;

  function connect() {
    clearTimeout(timer);
    const address = new URL("ws", root);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    if (last !== null) address.searchParams.set("since", String(last));
    onState("connecting");
    const mine = new WebSocket(address);
    socket = mine;
    mine.addEventListener("open", () => { tries = 0; onState("live"); });
    mine.addEventListener("message", (message) => { if (socket === mine) hear(message.data); });
    mine.addEventListener("close", () => { if (socket === mine) later(); });
  }

  // A frame that is no JSON, or not ours, must not end the listening.
  function hear(text) {
    let frame;
    try { frame = JSON.parse(text); } catch { return; }
    if (!frame || typeof frame !== "object") return;
    if (Number.isSafeInteger(frame.seq)) last = frame.seq;
    try { onFrame(frame); } catch (error) { console.warn("A frame was not understood.", error); }
  }

  function later() {
    tries += 1;
    const wait = Math.min(1000 * 2 ** Math.min(tries - 1, 5), longestWait) * (0.75 + Math.random() / 2);
    onState("lost", wait);
    // A browser does not say why a WebSocket was refused. An ordinary question does: 401 leads to the sign-in page.
    if (tries === 2) ask("fragments/state").catch(() => {});
    timer = setTimeout(connect, wait);
  }

  // A laptop that wakes up need not wait.
  const hurry = () => {
    if (document.visibilityState === "visible" && socket?.readyState === WebSocket.CLOSED) connect();
  };
  document.addEventListener("visibilitychange", () => { hurry(); wake(); });
  addEventListener("online", hurry);
  // After a sleep the connection still looks open while its other end has long gone: a new one tells what was missed.
  let tick = Date.now();
  function wake() {
    const gap = Date.now() - tick;
    if (document.visibilityState !== "visible") return;
    tick = Date.now();
    if (gap < 30_000 || socket?.readyState !== WebSocket.OPEN) return;
    const old = socket;
    connect();
    old.close();
  }
  setInterval(wake, 5000);
  // A page that goes into the browser's cache must not hold a connection; it listens again when it comes back.
  addEventListener("pagehide", () => { clearTimeout(timer); socket?.close(); });
  addEventListener("pageshow", (event) => { if (event.persisted) connect(); });
  connect();
}
