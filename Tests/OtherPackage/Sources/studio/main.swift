import Host
import JSON
import Plot
import Session
import SuperposePlot
import SuperposeWidgets
import ToyLib
import Wire

// A type is named with its module: SuperposePlot has a type Plot, and this package a module Plot.
let a: SuperposePlot.Text? = nil
let own = [OwnHost.name, OwnJSON.name, OwnPlot.name, OwnSession.name, OwnWire.name]

let models = try ReLUOutputModel(hidden: 2)
  .train(on: SparseFeatures(count: 5, sparsity: 0.9), steps: 200, seed: 1)
let history = models.best.history
let line = Line(x: history.map { Double($0.step) }, y: history.map { Double($0.loss) })
let svg = try SuperposePlot.Plot { line }.figure.svg()
let slider = FloatSlider(0...1, value: 0.5)
print(a == nil, own.joined(separator: " "), svg.hasPrefix("<svg"), slider.value)
