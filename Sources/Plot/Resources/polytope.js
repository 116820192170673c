// Draws a polytope into `element` from `model`, and turns it with the pointer or the arrow keys.
function show(element) {
  let azimuth = model.azimuth, elevation = model.elevation;
  element.replaceChildren();
  const svg = addShape(element, "svg", {width: model.width, height: model.height});
  const add = (name, attributes, text) => addShape(svg, name, attributes, text);
  function draw() {
    svg.replaceChildren();
    const dark = isDark(), colors = dark ? model.dark : model.light;
    const ink = dark ? "#a9a7a1" : "#5f656d", paper = dark ? "#111111" : "#ffffff";
    const top = model.title ? 20 : 0;
    const side = Math.min(model.width, model.height - top);
    const unit = (side / 2 - (model.labels.length ? 22 : 9)) / model.extent;
    const cx = model.width / 2, cy = top + (model.height - top) / 2;
    const dot = Math.min(Math.max(side / 32, 2.2), 7);
    const seen = model.points.map(p => project(p, azimuth, elevation));
    const near = d => Math.min(Math.max(0.5 + d / model.extent / 2, 0), 1);
    const x = p => cx + p[0] * unit, y = p => cy - p[1] * unit;
    const line = (a, b, depth, color, width) => [depth, () => add("line", {
      x1: a[0], y1: a[1], x2: b[0], y2: b[1], stroke: color, "stroke-linecap": "round",
      "stroke-width": width * (0.6 + 0.8 * near(depth)), opacity: 0.25 + 0.6 * near(depth)})];
    const layers = model.edges.map(([i, j]) => line([x(seen[i]), y(seen[i])],
      [x(seen[j]), y(seen[j])], (seen[i][2] + seen[j][2]) / 2, ink, 1.4));
    if (model.spokes) seen.forEach((p, i) =>
      layers.push(line([cx, cy], [x(p), y(p)], p[2] / 2, colors[i], 2.2)));
    seen.forEach((p, i) => layers.push([p[2] + model.extent * 0.02, () => {
      add("circle", {cx: x(p), cy: y(p), r: dot * (0.75 + 0.5 * near(p[2])), fill: colors[i],
        stroke: paper, "stroke-width": 0.8, opacity: 0.45 + 0.55 * near(p[2])});
      if (model.labels[i]) {
        const dx = x(p) - cx, dy = y(p) - cy, far = Math.max(Math.hypot(dx, dy), 1);
        add("text", {x: x(p) + dx / far * (dot + 8), y: y(p) + dy / far * (dot + 8) + 3.6,
          "text-anchor": "middle", "font-size": 10, "font-family": "DejaVu Sans, sans-serif",
          fill: ink}, model.labels[i]);
      }
    }]));
    layers.sort((a, b) => a[0] - b[0]).forEach(layer => layer[1]());
    if (model.title) add("text", {x: cx, y: 12, "text-anchor": "middle", "font-size": 12,
      "font-weight": "bold", "font-family": "DejaVu Sans, sans-serif",
      fill: dark ? "#e8e6e1" : "#22262b"}, model.title);
  }
  function turn(dx, dy) {
    azimuth = (azimuth + dx) % 360;
    elevation = Math.min(Math.max(elevation + dy, -90), 90);
    draw();
  }
  onDrag(element, turn);
  element.addEventListener("keydown", event => {
    const step = {ArrowLeft: [6, 0], ArrowRight: [-6, 0], ArrowUp: [0, 6], ArrowDown: [0, -6]};
    if (!step[event.key]) return;
    event.preventDefault();
    turn(...step[event.key]);
  });
  onThemeChange(element, draw);
  draw();
}
