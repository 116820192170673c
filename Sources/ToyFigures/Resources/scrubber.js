// Draws the panels, the loss curve and the controls into an element, from `data`.
const n = data.features, m = data.hidden, isMap = m > 3;
const films = data.panels.map(panel => {
  const bytes = Uint8Array.from(atob(panel.weights), c => c.charCodeAt(0));
  return data.precision === 2 ? new Int16Array(bytes.buffer) : new Int8Array(bytes.buffer);
});
const unit = data.reach / (data.precision === 2 ? 32767 : 127);
const rgb = list => list.map(c => [1, 3, 5].map(i => parseInt(c.slice(i, i + 2), 16)));
const ramps = {
  light: [rgb(data.weightLight), data.barLight], dark: [rgb(data.weightDark), data.barDark],
};
function show(element) {
  let frame = data.steps.length - 1, timer = null, azimuth = 30, elevation = 20, dark = false;
  const ink = () => dark ? "#e8e6e1" : "#22262b", muted = () => dark ? "#a9a7a1" : "#5f656d";
  const faint = () => dark ? "#55534f" : "#b9bdc3", page = () => dark ? "#191816" : "#fcfbf8";
  function html(name, parent, style, text) {
    const node = document.createElement(name);
    node.style.cssText = style || "";
    if (text) node.textContent = text;
    parent.appendChild(node);
    return node;
  }
  element.replaceChildren();
  element.style.cssText = "font-family:DejaVu Sans,sans-serif;font-size:12px";
  const row = html("div", element, "display:flex;flex-wrap:wrap;gap:14px");
  const views = data.panels.map((panel, index) => {
    const box = html("div", row);
    html("div", box, "text-align:center;font-weight:bold;min-height:18px", panel.title);
    return isMap ? map(box, index) : arrows(box, index);
  });

  // Features as arrows from the origin.
  function arrows(box, index) {
    const side = data.panels.length > 1 ? 176 : 260, film = films[index];
    const reach = Math.max(1.5, longest() * 1.08), middle = side / 2, scale = middle / reach;
    const svg = addShape(box, "svg", {width: side, height: side, role: "img",
      "aria-label": n + " features as arrows"});
    const ground = addShape(svg, "rect", {width: side, height: side});
    const axes = m < 3 ? [[0, middle, side, middle], [middle, 0, middle, side]].map(
      ([x1, y1, x2, y2]) => addShape(svg, "line", {x1, y1, x2, y2, "stroke-width": 0.8})) : [];
    const lines = [], dots = [];
    for (let i = 0; i < n; i++) lines.push(addShape(svg, "line", {x1: middle, y1: middle,
      "stroke-width": n > 60 ? 0.8 : 2.4, "stroke-linecap": "round", "data-feature": i}));
    for (let i = 0; i < n; i++) dots.push(addShape(svg, "circle", {r: n > 60 ? 2 : 4.5}));
    if (m === 3) onDrag(svg, turn);
    function longest() {
      let most = 0;
      for (const film of films) for (let i = 0; i < film.length; i += m) {
        let sum = 0;
        for (let k = 0; k < m; k++) sum += film[i + k] * film[i + k];
        most = Math.max(most, sum);
      }
      return Math.sqrt(most) * unit;
    }
    function seen(i) {
      const at = (frame * n + i) * m, w = k => k < m ? film[at + k] * unit : 0;
      return m < 3 ? [w(0), w(1), 0] : project([w(0), w(1), w(2)], azimuth, elevation);
    }
    return () => {
      const colors = dark ? data.dark : data.light;
      ground.setAttribute("fill", page());
      for (const axis of axes) axis.setAttribute("stroke", faint());
      for (let i = 0; i < n; i++) {
        const p = seen(i), x = (middle + p[0] * scale).toFixed(2);
        const y = (middle - p[1] * scale).toFixed(2), color = colors[i % colors.length];
        const near = m < 3 ? 1 : 0.4 + 0.6 * Math.min(Math.max(0.5 + p[2] / reach / 2, 0), 1);
        lines[i].setAttribute("x2", x);
        lines[i].setAttribute("y2", y);
        dots[i].setAttribute("cx", x);
        dots[i].setAttribute("cy", y);
        for (const node of [lines[i], dots[i]]) node.setAttribute("opacity", near.toFixed(2));
        lines[i].setAttribute("stroke", color);
        dots[i].setAttribute("fill", color);
        dots[i].setAttribute("stroke", page());
      }
    };
  }
  function turn(dx, dy) {
    azimuth = (azimuth + dx) % 360;
    elevation = Math.min(Math.max(elevation + dy, -90), 90);
    draw();
  }

  // W-transpose-W as a heat map from -1 to 1, and beside it the length of every feature,
  // coloured by its superposition from 0 to 1.
  function map(box, index) {
    const side = data.panels.length > 1 ? 190 : 300, bars = 56, film = films[index];
    const line = html("div", box, "display:flex;gap:6px");
    const canvas = html("canvas", line, `width:${side}px;height:${side}px;`
      + "image-rendering:pixelated;outline:1px solid rgba(128,128,128,.4)");
    canvas.width = canvas.height = n;
    const lengths = html("canvas", line, `width:${bars}px;height:${side}px`);
    lengths.width = bars * 2;
    lengths.height = side * 2;
    const pixels = new ImageData(n, n), gram = new Float32Array(n * n);
    return () => {
      const [weights, colors] = dark ? ramps.dark : ramps.light, at = frame * n * m;
      for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let k = 0; k < m; k++) sum += film[at + i * m + k] * film[at + j * m + k];
        gram[i * n + j] = gram[j * n + i] = sum * unit * unit;
      }
      for (let i = 0; i < n * n; i++) {
        const t = (Math.min(Math.max(gram[i], -1), 1) + 1) / 2 * (weights.length - 1);
        const low = Math.min(Math.floor(t), weights.length - 2), part = t - low;
        for (let c = 0; c < 3; c++)
          pixels.data[i * 4 + c] = weights[low][c] * (1 - part) + weights[low + 1][c] * part;
        pixels.data[i * 4 + 3] = 255;
      }
      canvas.getContext("2d").putImageData(pixels, 0, 0);
      const pen = lengths.getContext("2d"), height = lengths.height / n;
      pen.clearRect(0, 0, lengths.width, lengths.height);
      for (let i = 0; i < n; i++) {
        const own = gram[i * n + i];
        let others = 0;
        for (let j = 0; j < n; j++) if (j !== i) others += gram[i * n + j] ** 2;
        const t = Math.min(others / Math.max(own, 1e-12), 1);
        pen.fillStyle = colors[Math.round(t * (colors.length - 1))];
        pen.fillRect(0, i * height, Math.min(Math.sqrt(own) / 1.3, 1) * lengths.width,
          Math.max(height * 0.86, 0.5));
      }
    };
  }

  // The loss of every panel, and where the slider is on it.
  const curve = curves();
  function curves() {
    const points = data.panels.flatMap(panel => panel.curve);
    if (points.length < 2) return () => {};
    const width = Math.max(320, Math.min(row.scrollWidth || 320, 560)), height = 88;
    const end = Math.max(...data.steps, ...points.map(p => p[0]), 1);
    const logs = points.map(p => Math.log(p[1]));
    const low = Math.min(...logs), high = Math.max(...logs, low + 1e-9);
    const x = step => (4 + step / end * (width - 8)).toFixed(1);
    const y = loss => (17 + (high - Math.log(loss)) / (high - low) * (height - 22)).toFixed(1);
    const svg = addShape(element, "svg", {width, height, role: "img", "aria-label": "loss curve",
      style: "display:block;margin-top:6px"});
    const base = addShape(svg, "line", {x1: 4, x2: width - 4, y1: height - 1, y2: height - 1});
    const lines = data.panels.map(panel => addShape(svg, "polyline", {fill: "none",
      "stroke-width": 1.3, "stroke-linejoin": "round",
      points: panel.curve.map(p => x(p[0]) + "," + y(p[1])).join(" ")}));
    const cursor = addShape(svg, "line", {y1: 14, y2: height, "stroke-width": 1.2});
    const words = addShape(svg, "text", {x: 4, y: 10, "font-size": 10},
      "loss, logarithmic");
    return () => {
      base.setAttribute("stroke", faint());
      words.setAttribute("fill", muted());
      for (const line of lines) line.setAttribute("stroke", muted());
      cursor.setAttribute("stroke", dark ? "#f09a4e" : "#d9711a");
      cursor.setAttribute("x1", x(data.steps[frame]));
      cursor.setAttribute("x2", x(data.steps[frame]));
    };
  }

  const controls = html("div", element,
    "display:flex;align-items:center;gap:10px;margin-top:6px;flex-wrap:wrap");
  const button = html("button", controls, "width:34px;height:26px;padding:0;cursor:pointer;"
    + "border:1px solid;border-radius:4px;background:transparent;font-size:12px");
  const slider = html("input", controls, "width:260px;margin:0;cursor:pointer");
  Object.assign(slider, {type: "range", min: 0, max: data.steps.length - 1, step: 1});
  slider.setAttribute("aria-label", "snapshot");
  const label = html("output", controls, "font-variant-numeric:tabular-nums");
  function words() {
    const losses = data.panels.map(panel => panel.losses[frame]).filter(loss => loss !== null);
    const text = losses.map(loss => loss.toPrecision(3)).slice(0, 3).join(", ");
    return "step " + data.steps[frame].toLocaleString("en-US")
      + (text ? " · loss " + text + (losses.length > 3 ? ", …" : "") : "");
  }
  function draw() {
    dark = isDark();
    element.style.color = button.style.color = ink();
    button.style.borderColor = muted();
    slider.style.colorScheme = dark ? "dark" : "light";
    for (const view of views) view();
    curve();
    slider.value = frame;
    label.textContent = words();
    slider.setAttribute("aria-valuetext", label.textContent);
    button.textContent = timer === null ? "▶" : "❚❚";
    button.setAttribute("aria-label", timer === null ? "play" : "pause");
  }
  function stop() {
    clearInterval(timer);
    timer = null;
  }
  button.addEventListener("click", () => {
    if (timer !== null) {
      stop();
    } else {
      if (frame === data.steps.length - 1) frame = 0;
      timer = setInterval(() => {
        if (!element.isConnected || frame >= data.steps.length - 1) stop(); else frame += 1;
        draw();
      }, Math.min(Math.max(6000 / data.steps.length, 40), 160));
    }
    draw();
  });
  slider.addEventListener("input", () => {
    stop();
    frame = Number(slider.value);
    draw();
  });
  // A notebook has uses of its own for the slider's and the button's keys.
  addEventListener("keydown", function own(event) {
    if (!element.isConnected) removeEventListener("keydown", own, true);
    else if (event.target === slider || event.target === button)
      event.stopImmediatePropagation();
  }, true);
  onThemeChange(element, draw);
  draw();
}
