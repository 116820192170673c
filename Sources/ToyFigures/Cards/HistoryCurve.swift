internal import Foundation
public import SuperposeDisplay
internal import SuperposePlot
public import ToyLib

/// Recorded losses as a curve.
enum HistoryCurve {
  /// Losses over steps; the axis of losses is logarithmic.
  static func figure(_ history: [LossRecord]) -> Figure {
    // A logarithmic axis has no place for 0 and less.
    let shown = history.filter { $0.loss.isFinite && $0.loss > 0 }
    var figure = Figure.lossCurves(
      [LossCurve("model", steps: shown.map(\.step), losses: shown.map(\.loss))])
    figure.name = "Loss during training"
    figure.summary = words(history)
    return figure
  }

  static func sparkline(_ history: [LossRecord]) -> Sparkline {
    let positive = history.allSatisfy { $0.loss > 0 }
    return Sparkline(history.map { positive ? log10($0.loss) : $0.loss }, words: words(history), width: 90, height: 18)
  }

  static func words(_ history: [LossRecord]) -> String {
    guard let first = history.first, let last = history.last else { return "No losses recorded." }
    return "Loss from \(NumberText.shown(first.loss)) at step \(first.step) to \(NumberText.shown(last.loss)) "
      + "at step \(last.step)."
  }
}

extension LossRecord: ArrayDisplayable {
  /// A history as a curve; a single record as text.
  public static func mimeBundle(ofArray history: [LossRecord]) throws -> MIMEBundle {
    guard history.count > 1 else { return MIMEBundle(plainText: plainText(of: history)) }
    var bundle = try HistoryCurve.figure(history).mimeBundle
    bundle.data[.plainText] = .text(HistoryCurve.words(history))
    return bundle
  }
}
