import Testing
import ToyLib

@Suite struct DescriptionTests {
  @Test func `models are described by the paper's formulas`() {
    #expect("\(LinearModel(hidden: 2))" == "x′ = WᵀWx + b: 2 hidden dimensions")
    #expect(
      "\(ReLUOutputModel(hidden: 20, importance: .geometric(0.7)))"
        == "x′ = ReLU(WᵀWx + b): 20 hidden dimensions, importance 0.7^i")
    #expect("\(ReLUHiddenModel(hidden: 1, bias: false))" == "x′ = ReLU(WᵀReLU(Wx)): 1 hidden neuron")
    #expect(
      "\(AbsoluteValueModel(hidden: 40, importance: .logSpaced(from: 1, to: 0.01), hiddenPenalty: 0.1))"
        == "y′ = ReLU(W₂ReLU(W₁x) + b) for |x|: 40 hidden neurons, importance 1.0 to 0.01, penalty 0.1·‖h‖₁")
    #expect(
      "\(ReLUOutputModel(hidden: 2, tied: false).architecture)" == "x′ = ReLU(W₂W₁x + b): 2 hidden dimensions")
  }
}
