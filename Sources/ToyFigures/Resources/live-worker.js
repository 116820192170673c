// Trains one model at a time in a thread of its own. It receives the engine's module once, and then
// settings; it sends the model back about 60 times a second, and when a run ends.
let engine = null, run = null, waiting = null;
const turn = new MessageChannel();  // setTimeout would wait at least 4 ms
turn.port1.onmessage = work;

onmessage = async ({data}) => {
  if (data.module) {
    engine = (await WebAssembly.instantiate(data.module)).instance.exports;
    if (!waiting) return;
    data = waiting;
  }
  if (!engine || run && !data.now && !isOld()) waiting = data;
  else {
    const isIdle = !run;
    start(data);
    if (isIdle) next();
  }
};

// A short run ends before the next one begins: while a slider moves, the page would else show
// unfinished models only.
function isOld() { return performance.now() - run.began > 300; }

function next() {
  if (run.settings.seconds) setTimeout(work, 16);
  else turn.port2.postMessage(0);
}

function start(settings) {
  waiting = null;
  const {features, hidden, importance} = settings;
  const weights = new Float32Array(engine.memory.buffer, engine.importance(), features);
  for (let i = 0; i < features; i++) weights[i] = importance[i];
  const {rate, beta1, beta2, epsilon, decay} = settings.optimiser;
  engine.optimiser(rate, beta1, beta2, epsilon, decay);
  engine.start(features, hidden, settings.sparsity, settings.batch, BigInt(settings.seed),
    settings.instance);
  run = {settings, began: performance.now(), busy: 0, losses: []};
}

// Steps until the time of one frame is used, or as many as slow motion allows.
function work() {
  const {steps, seconds} = run.settings, began = performance.now();
  const interval = Math.max(1, Math.floor(steps / 200));
  const due = seconds ? Math.ceil((began - run.began) / 1000 / seconds * steps) : steps;
  while (engine.step() < Math.min(due, steps) && !engine.diverged() &&
    performance.now() - began < 14) {
    engine.train(Math.min(interval - engine.step() % interval, steps - engine.step()));
    if (!engine.diverged()) run.losses.push([engine.step(), engine.loss()]);
  }
  run.busy += performance.now() - began;
  const isDone = engine.step() >= steps || engine.diverged() !== 0;
  send(isDone);
  if (isDone) run = null;
  if (waiting && (!run || isOld())) start(waiting);
  if (run) next();
}

function send(isDone) {
  const {features, hidden} = run.settings, count = features * hidden + features;
  const parameters = new Float32Array(engine.memory.buffer, engine.parameters(), count).slice();
  const bits = BigInt.asUintN(64, engine.fingerprint()).toString(16).padStart(16, "0");
  postMessage({
    settings: run.settings, step: engine.step(), parameters, losses: run.losses, isDone,
    diverged: engine.diverged() !== 0, busy: run.busy, fingerprint: bits,
  });
}
