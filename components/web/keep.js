// Trades the one-time ticket in this frame's address for the session cookie, then forgets it.
const ticket = location.hash.slice(1);
history.replaceState(null, "", location.pathname);
if (ticket) {
  fetch("/auth/session", { method: "POST", body: ticket, credentials: "same-origin" });
}
