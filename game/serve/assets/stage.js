// The page around the terminal: letters that fit the window, the keyboard at once, and why a session has closed.
"use strict";

const LEAST = { columns: 62, rows: 21 }; // a little more than the game's own least
const CELL = { wide: 0.61, high: 1.2 }; // of a letter's size, about

const by = (id) => document.getElementById(id);

function letterSize() {
  const fitting = Math.min(innerWidth / LEAST.columns / CELL.wide, innerHeight / LEAST.rows / CELL.high);
  return Math.max(7, Math.min(16, Math.floor(fitting)));
}

function close(reason) {
  if (reason) by("reason").textContent = reason;
  document.body.classList.add("-closed");
  by("again").focus();
}

// Textual's script keeps its socket to itself, and speaks before it is open.
window.WebSocket = class extends WebSocket {
  constructor(...how) {
    super(...how);
    this.addEventListener("open", () => document.querySelector(".xterm-helper-textarea").focus());
    this.addEventListener("close", (event) => close(event.reason));
  }

  send(said) {
    if (this.readyState === WebSocket.OPEN) super.send(said);
  }
};

function open() {
  try {
    window.onload(); // Textual's script waits for what has been
  } catch {
    close("This browser cannot draw the game. A newer one can.");
  }
}

function start() {
  const script = document.createElement("script");
  script.src = "/static/textual.js";
  script.onload = open;
  document.body.append(script);
}

by("dimming").hidden = false;
by("again").addEventListener("click", () => location.reload());
by("terminal").dataset.sessionWebsocketUrl = location.origin.replace(/^http/, "ws") + "/ws";
by("terminal").dataset.fontSize = letterSize();
addEventListener("load", () => {
  const letters = ["16px", "bold 16px"].map((style) => document.fonts.load(`${style} "Roboto Mono"`));
  Promise.allSettled(letters).then(start);
});
