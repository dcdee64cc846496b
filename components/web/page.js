// Runs on every page. Keeps long notes while they are typed, draws the page again after a lost connection, closes a
// phone's menu, and begins each of a child's questions at its top and reads it aloud. Nothing depends on it: without
// it a note is kept when the field is left.
(() => {
  const PAUSE = 1000; // milliseconds after the last keystroke
  const unsaved = new Map(); // field: timer
  const isForm = (field) => field.closest("[data-testid=stForm]"); // sent as a whole, by its own button
  const isConnected = () => connection() === "CONNECTED";
  const connection = () =>
    document.querySelector("[data-testid=stApp]")?.getAttribute("data-test-connection-state");

  function keep(field) {
    if (!field.isConnected) {
      unsaved.delete(field);
    } else if (isConnected()) {
      unsaved.delete(field);
      // What Streamlit takes for "I have finished typing" without the field losing its place.
      const keys = { key: "Enter", code: "Enter", ctrlKey: true, bubbles: true, cancelable: true };
      field.dispatchEvent(new KeyboardEvent("keydown", keys));
    } else {
      wait(field);
    }
  }

  function wait(field) {
    clearTimeout(unsaved.get(field));
    unsaved.set(field, setTimeout(() => keep(field), PAUSE));
  }

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.matches?.("[data-testid=stTextArea] textarea") && !isForm(field)) wait(field);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) [...unsaved.keys()].forEach(keep); // a phone may discard the tab from here on
  });
  window.addEventListener("beforeunload", (event) => {
    for (const field of unsaved.keys()) if (field.isConnected) event.preventDefault();
  });

  // On a phone "Next" stands below the fold: without this the next question would be out of sight, and unannounced.
  let question = "";
  function begin() {
    const heading = document.querySelector("[class*=child_web-question] h1");
    const words = heading?.textContent ?? "";
    if (words && words !== question) {
      heading.closest("[data-testid=stMain]")?.scrollTo(0, 0);
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
    question = words;
  }
  new MutationObserver(begin).observe(document, { subtree: true, childList: true, characterData: true });

  // After a restart of the server the page looks alive but belongs to a session that is gone: ask for a new run.
  const drawAgain = () =>
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "r", code: "KeyR", bubbles: true }));
  let wasConnected = false;
  let isLost = false;
  let isBroken = false; // a part of the page itself could not be fetched, which a browser does not try twice
  window.addEventListener("vite:preloadError", () => (isBroken = true));
  new MutationObserver(() => {
    if (isConnected()) {
      // Streamlit's own shortcut, once its connection is settled; or the whole page, once its notes are kept.
      if (isLost && isBroken) setTimeout(() => location.reload(), 3 * PAUSE);
      else if (isLost) setTimeout(drawAgain, 200);
      wasConnected = true;
      isLost = false;
    } else if (wasConnected && connection()) {
      isLost = true;
    }
  }).observe(document, { subtree: true, childList: true, attributeFilter: ["data-test-connection-state"] });

  // A phone's menu lies over the page. Streamlit closes it after a link and not after "Sign out": whoever signed in
  // next would see nothing but the menu.
  document.addEventListener("click", (event) => {
    const menu = event.target.closest?.("[data-testid=stSidebar]");
    if (!menu || innerWidth >= 768 || !event.target.closest("[data-testid=stButton]")) return;
    menu.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[class*=child_web-read_aloud] button") || !window.speechSynthesis) return;
    const words = document.querySelector("[class*=child_web-question]")?.innerText ?? "";
    const voice = new SpeechSynthesisUtterance(words);
    voice.lang = "en-GB";
    voice.rate = 0.9;
    speechSynthesis.cancel();
    speechSynthesis.speak(voice);
  });
})();
