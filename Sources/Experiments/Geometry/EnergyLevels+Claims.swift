internal import Foundation
internal import ToyLib

extension EnergyLevelsResult {
  public var claims: Claims {
    let (atHalf, represented) = course.digons
    let jumps = jumps
    let place = course.steps.firstIndex { $0 >= settled } ?? 0
    let whole = (losses.indices.contains(place) ? losses[place] : .nan) - (losses.last ?? .nan)
    let share = jumps.map(\.drop).reduce(0, +) / whole
    let time = jumps.map { Double($0.to - $0.from) }.reduce(0, +)
    let timeShare = time / Double(max((course.steps.last ?? 0) - settled, 1))
    let listed = jumps.map { jump in
      "steps \(jump.from) to \(jump.to), \(jump.features.count) features, loss −\(jump.drop.brief(2))"
    }.joined(separator: "; ")
    let pure = digons.count { $0.represented > 0 && $0.atHalf == $0.represented }
    return [
      Claim(
        "all learned features end as digons",
        measured: "\(atHalf) of \(represented) learned features at 1/2",
        held: atHalf == represented && represented == 2 * experiment.hidden,
        remark: "in \(pure) of \(digons.count) models; this one was picked, as the paper's was"),
      Claim(
        "features jump between levels",
        measured: "after step \(settled), when most were at 1/2: \(listed)", held: !jumps.isEmpty),
      Claim(
        "the loss falls when they jump",
        measured: "\((share * 100).brief(3)) % of what the loss still had to fall fell in "
          + "\((timeShare * 100).brief(2)) % of the steps",
        held: share > 0.6 && timeShare < 0.35),
      Claim(
        "a small drop at the first jump, a larger one at the second",
        measured: jumps.map { $0.drop.brief(2) }.joined(separator: ", then "),
        held: jumps.count >= 2 && (jumps.last?.drop ?? 0) > (jumps.first?.drop ?? .infinity)),
    ]
  }
}
