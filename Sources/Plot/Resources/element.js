// Shared by the scripts of elements that a page makes live.

// Whether the page is dark: JupyterLab and VS Code say so; other pages follow the system.
function isDark() {
  const body = document.body, lab = body.dataset.jpThemeLight;
  if (lab) return lab === "false";
  if (body.className.includes("vscode-")) return !body.className.includes("vscode-light");
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

// Adds an SVG element to `parent`.
function addShape(parent, name, attributes, text) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const key in attributes) node.setAttribute(key, attributes[key]);
  if (text) node.textContent = text;
  parent.appendChild(node);
  return node;
}

// A point (right, away, up) as an orthographic camera sees it: right, up, and towards the viewer.
// Angles are in degrees.
function project([x, y, z], azimuth, elevation) {
  const a = azimuth * Math.PI / 180, e = elevation * Math.PI / 180;
  const away = x * Math.sin(a) + y * Math.cos(a);
  return [x * Math.cos(a) - y * Math.sin(a), away * Math.sin(e) + z * Math.cos(e),
    z * Math.sin(e) - away * Math.cos(e)];
}

// Calls `turn` with degrees of azimuth and elevation while the pointer drags `element`.
function onDrag(element, turn) {
  let last = null;
  element.style.touchAction = "none";
  element.style.cursor = "grab";
  element.addEventListener("pointerdown", event => {
    last = [event.clientX, event.clientY];
    element.setPointerCapture(event.pointerId);
  });
  element.addEventListener("pointermove", event => {
    if (!last) return;
    turn((event.clientX - last[0]) * -0.6, (event.clientY - last[1]) * 0.6);
    last = [event.clientX, event.clientY];
  });
  for (const end of ["pointerup", "pointercancel"])
    element.addEventListener(end, () => { last = null; });
}

// Calls `draw` when the page, or the system, turns dark or light, as long as `element` is on the page.
function onThemeChange(element, draw) {
  let dark = isDark();
  const check = () => {
    if (isDark() === dark) return;
    dark = isDark();
    draw();
  };
  const system = matchMedia("(prefers-color-scheme: dark)");
  const themes = new MutationObserver(() => {
    if (element.isConnected) return check();
    themes.disconnect();
    system.removeEventListener("change", check);
  });
  themes.observe(document.body,
    {attributes: true, attributeFilter: ["data-jp-theme-light", "class"]});
  system.addEventListener("change", check);
}
