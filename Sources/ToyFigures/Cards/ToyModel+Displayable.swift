public import SuperposeDisplay
public import ToyLib

// An untrained model shows its formula and its parameters, those at their defaults in grey.

extension LinearModel: Displayable {
  public var mimeBundle: MIMEBundle { architecture.bundle(defaults: LinearModel(hidden: 1).architecture) }
}

extension ReLUOutputModel: Displayable {
  public var mimeBundle: MIMEBundle { architecture.bundle(defaults: ReLUOutputModel(hidden: 1).architecture) }
}

extension ReLUHiddenModel: Displayable {
  public var mimeBundle: MIMEBundle { architecture.bundle(defaults: ReLUHiddenModel(hidden: 1).architecture) }
}

extension AbsoluteValueModel: Displayable {
  public var mimeBundle: MIMEBundle {
    architecture.bundle(defaults: AbsoluteValueModel(hidden: 1).architecture)
  }
}

extension Architecture: Displayable {
  public var mimeBundle: MIMEBundle { bundle(defaults: nil) }

  /// `defaults` has the values that a caller need not give; `nil` when all have to be given.
  fileprivate func bundle(defaults: Architecture?) -> MIMEBundle {
    let rows: [(String, String, String?)] = [
      ("hidden", "\(hidden)", nil),
      ("importance", "\(importance)", defaults.map { "\($0.importance)" }),
      ("bias", "\(bias)", defaults.map { "\($0.bias)" }),
      ("tied", "\(tied)", defaults.map { "\($0.tied)" }),
      ("hiddenPenalty", "\(hiddenPenalty)", defaults.map { "\($0.hiddenPenalty)" }),
      ("initialWeights", "\(initialWeights)", defaults.map { "\($0.initialWeights)" }),
    ]
    let table = Table(
      columns: ["parameter", "value"],
      rows: rows.map { name, value, standard in
        value == standard ? [.muted(name), .muted("\(value) (default)")] : [.init(text: name), .init(text: value)]
      })
    let card = Card("\(self)", text: "\(self)", parts: [table])
    // A table and text: nothing in it throws.
    return (try? card.mimeBundle) ?? MIMEBundle(plainText: "\(self)")
  }
}
