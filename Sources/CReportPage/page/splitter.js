// The bar between the flame graph and what is below: how the room is shared.

function listenToSplitter(moved) {
  const splitter = byId("splitter");
  const workspace = byId("workspace");
  const setShare = (percent) => {
    const share = Math.max(15, Math.min(85, percent));
    workspace.style.setProperty("--flame-share", `${share}%`);
    splitter.setAttribute("aria-valuenow", String(Math.round(share)));
    moved();
  };
  splitter.addEventListener("pointerdown", (event) => {
    splitter.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  splitter.addEventListener("pointermove", (event) => {
    if (!splitter.hasPointerCapture(event.pointerId)) return;
    const { top, height } = workspace.getBoundingClientRect();
    setShare((100 * (event.clientY - top)) / height);
  });
  splitter.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -5, ArrowDown: 5 }[event.key];
    if (!step) return;
    event.preventDefault();
    setShare(Number(splitter.getAttribute("aria-valuenow")) + step);
  });
}
