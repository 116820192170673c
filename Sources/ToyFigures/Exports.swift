// `import ToyFigures` is enough to train models and to draw them.
@_exported public import SuperposePlot
@_exported public import ToyLib
