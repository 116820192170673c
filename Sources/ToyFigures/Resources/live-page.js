// The page's controls and drawings, from `page`, the settings of the model that it was made of.
const byId = id => document.getElementById(id);
const state = {settings: null, model: null, azimuth: 30, elevation: 20};
const colors = () => isDark() ? page.dark : page.light;

// Settings

const format = {sparsity: v => v.toFixed(2), ratio: v => v.toFixed(2)};
const names = ["features", "hidden", "sparsity", "ratio", "seed", "steps"];

function value(name) {
  const input = byId(name);
  if (name === "seed") return /^\d{1,19}$/.test(input.value) ? input.value : "0";
  return Number(input.value);
}

// The settings of the page's own model exactly, whatever a slider's steps are.
function exact(name) { return byId(name).dataset.touched ? value(name) : page[name]; }

function readSettings() {
  const settings = {batch: page.batch, optimiser: page.optimiser, instance: page.instance};
  for (const name of names) settings[name] = exact(name);
  settings.seed = String(settings.seed);
  // As ToyLib computes it: a power in double precision, rounded to single. (Math.pow may differ from
  // libm's in the last bit of 53, of which rounding to 24 leaves nothing but in one of 10⁸ cases.)
  settings.importance = Array.from({length: settings.features},
    (_, i) => Math.fround(page.scale * Math.pow(settings.ratio, i)));
  settings.seconds = byId("slow").checked ? 6 : 0;
  return settings;
}

function isOwn(settings) { return names.every(name => String(settings[name]) === String(page[name])); }

function showValues() {
  for (const name of names) {
    const output = byId(name + "-value");
    if (output) output.textContent = (format[name] || String)(exact(name));
  }
}

function retrain(now = false) {
  showValues();
  document.documentElement.dataset.state = "training";
  worker.postMessage({...readSettings(), now});
}

function setUp() {
  for (const name of names) {
    const input = byId(name);
    input.value = String(page[name]);
    input.addEventListener("input", () => { input.dataset.touched = "yes"; retrain(); });
  }
  byId("slow").addEventListener("change", () => retrain(true));
  byId("again").addEventListener("click", () => {
    const seed = byId("seed");
    seed.value = String(BigInt(exact("seed")) + 1n);
    seed.dataset.touched = "yes";
    retrain(true);
  });
  byId("reset").addEventListener("click", () => {
    for (const name of names) {
      delete byId(name).dataset.touched;
      byId(name).value = String(page[name]);
    }
    retrain(true);
  });
  onDrag(byId("geometry"), (dx, dy) => rotate(dx, dy));
  byId("geometry").addEventListener("keydown", event => {
    const turns = {ArrowLeft: [-5, 0], ArrowRight: [5, 0], ArrowUp: [0, 5], ArrowDown: [0, -5]};
    if (!turns[event.key]) return;
    event.preventDefault();
    rotate(...turns[event.key]);
  });
  onThemeChange(document.documentElement, draw);
  addEventListener("resize", draw);
}

function rotate(dx, dy) {
  state.azimuth = (state.azimuth + dx) % 360;
  state.elevation = Math.min(Math.max(state.elevation + dy, -90), 90);
  draw();
}

// Measures of the model

function rows(model) {
  const {features: n, hidden: m} = model.settings;
  return Array.from({length: n}, (_, i) => model.parameters.subarray(i * m, i * m + m));
}
const dot = (a, b) => a.reduce((sum, v, k) => sum + v * b[k], 0);

// Drawing

// A canvas as sharp as the screen, cleared: its context, and the side in CSS pixels.
function canvas(id) {
  const node = byId(id), density = devicePixelRatio || 1;
  const width = node.clientWidth, height = node.clientHeight, context = node.getContext("2d");
  node.width = Math.round(width * density);
  node.height = Math.round(height * density);
  context.scale(density, density);
  context.font = "13px DejaVu Sans, sans-serif";
  return {c: context, width, height};
}
const ink = () => isDark() ? "#e8e6e1" : "#22262b";
const faint = () => isDark() ? "#55534f" : "#b9bdc3";

function featureColor(i, n) {
  const ramp = colors().importance, ratio = state.model.settings.ratio;
  const share = ratio === 1 || n === 1 ? 0.35 : Math.pow(ratio, i);
  return ramp[Math.round(Math.min(Math.max(share, 0), 1) * (ramp.length - 1))];
}

function drawGeometry() {
  const {c, width, height} = canvas("geometry"), W = rows(state.model), m = W[0].length;
  if (m > 3) return drawBars(c, width, height, W);
  const side = Math.min(width, height), longest = Math.max(...W.map(w => Math.sqrt(dot(w, w))));
  const unit = side / 2 / Math.max(1.4, longest * 1.1);
  const at = (x, y) => [width / 2 + x * unit, height / 2 - y * unit];
  line(c, [[0, height / 2], [width, height / 2]], faint(), 1);
  if (m > 1) line(c, [[width / 2, 0], [width / 2, height]], faint(), 1);
  W.forEach((w, i) => {
    const p = m < 3 ? [w[0], m === 2 ? w[1] : 0] : project([...w], state.azimuth, state.elevation);
    const color = featureColor(i, W.length), end = at(p[0], p[1]);
    line(c, [at(0, 0), end], color, 3);
    c.fillStyle = color;
    c.beginPath();
    c.arc(end[0], end[1], 6, 0, 7);
    c.fill();
  });
}

// With more than three dimensions: how long each feature's direction is.
function drawBars(c, width, height, W) {
  const step = width / W.length;
  line(c, [[0, height - 20], [width, height - 20]], faint(), 1);
  W.forEach((w, i) => {
    const length = Math.sqrt(dot(w, w)) * (height - 40) / 1.4;
    c.fillStyle = featureColor(i, W.length);
    c.fillRect(i * step + 1, height - 20 - length, Math.max(1, step - 2), length);
  });
}

function line(c, points, color, width) {
  c.strokeStyle = color;
  c.lineWidth = width;
  c.lineCap = "round";
  c.beginPath();
  points.forEach(([x, y], i) => i ? c.lineTo(x, y) : c.moveTo(x, y));
  c.stroke();
}

function drawGram() {
  const {c, width, height} = canvas("gram"), W = rows(state.model), n = W.length;
  const side = Math.min(width, height) / n, ramp = colors().weights, last = ramp.length - 1;
  const left = (width - side * n) / 2, top = (height - side * n) / 2;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const share = (Math.min(Math.max(dot(W[i], W[j]), -1), 1) + 1) / 2;
      c.fillStyle = ramp[Math.round(share * last)];
      c.fillRect(left + j * side, top + i * side, Math.ceil(side), Math.ceil(side));
    }
}

function drawLoss() {
  const {c, width, height} = canvas("loss"), {losses, settings} = state.model;
  const logs = losses.filter(l => l[1] > 0).map(([step, loss]) => [step, Math.log10(loss)]);
  if (logs.length < 2) return;
  const values = logs.map(l => l[1]), low = Math.min(...values), high = Math.max(...values);
  const range = Math.max(high - low, 0.1);
  const at = ([step, log]) => [
    60 + step / settings.steps * (width - 70), 16 + (high - log) / range * (height - 44)];
  c.fillStyle = ink();
  c.textAlign = "right";
  c.fillText((10 ** high).toPrecision(2), 54, 20);
  c.fillText((10 ** low).toPrecision(2), 54, 16 + (high - low) / range * (height - 44) + 4);
  c.fillText(settings.steps + " steps", width - 4, height - 6);
  line(c, [[60, 10], [60, height - 24], [width - 8, height - 24]], faint(), 1);
  line(c, logs.map(at), colors().line, 2);
}

function draw() {
  if (!state.model) return;
  drawGeometry();
  drawGram();
  drawLoss();
}

// Words

function words() {
  const {settings, losses, diverged, isDone} = state.model, W = rows(state.model);
  const represented = W.filter(w => dot(w, w) > 0.25).length;
  const loss = losses.length ? losses[losses.length - 1][1].toPrecision(3) : "–";
  if (diverged) return "The training diverged: its loss is not finite.";
  return `${settings.features} features in ${settings.hidden} ` +
    `${settings.hidden === 1 ? "dimension" : "dimensions"}: ${represented} represented ` +
    `(longer than ½)${isDone ? "" : " so far"}. Loss ${loss}.`;
}

function showEnd() {
  const {settings, busy, fingerprint} = state.model;
  byId("fingerprint").textContent = fingerprint;
  byId("rate").textContent = settings.seconds ? "slow motion" :
    `${(1000 / busy).toFixed(1)} trainings a second`;
  const same = isOwn(settings) ? fingerprint === page.fingerprint : null;
  byId("same").textContent = same === null ? "" : same ?
    "Every bit equals the model that Superpose trained natively." :
    `Superpose trained another model natively: ${page.fingerprint}.`;
  document.documentElement.dataset.state = "trained";
}

let frame = 0;
function show(model) {
  state.model = model;
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(() => {
    draw();
    byId("words").textContent = words();
    byId("geometry").setAttribute("aria-label", words());
    if (model.isDone) showEnd();
  });
}

// The engine

const source = byId("worker").textContent;
const worker = new Worker(URL.createObjectURL(new Blob([source], {type: "text/javascript"})));
worker.onmessage = ({data}) => show(data);
worker.onerror = fail;

function fail(error) {
  document.documentElement.dataset.state = "failed";
  byId("words").textContent = "This browser cannot train the model: " +
    (error.message || "it needs WebAssembly with SIMD, workers and DecompressionStream") + ".";
}

async function load() {
  const packed = Uint8Array.from(atob(byId("engine").textContent.trim()), c => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  worker.postMessage({module: await new Response(stream).arrayBuffer()});
}

setUp();
retrain();
load().catch(fail);
