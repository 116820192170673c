import Foundation
import Testing
import ToyLib

@Suite struct FilesTests {
  private func models() throws -> TrainedModels {
    var training = Training()
    training.steps = 40
    training.pauseAt = 25
    training.evaluationSamples = 64
    return try AbsoluteValueModel(hidden: 3, importance: .geometric(0.9)).train(
      on: [0.5, 0.9].map { SparseFeatures(count: 4, sparsity: $0, magnitude: .signedUniform) },
      seed: 9, training: training)
  }

  @Test func `models come back from safetensors and resume to the same bits`() throws {
    let models = try models()
    let read = try TrainedModels(Safetensors(bytes: models.safetensors.bytes))
    #expect(read.map(\.network) == models.map(\.network))
    #expect(try read.resumed().map(\.network) == models.resumed().map(\.network))
    #expect(read.map(\.history) == models.map(\.history))
  }

  @Test func `every cut through a safetensors file is refused`() throws {
    let bytes = try models().safetensors.bytes
    for length in stride(from: 0, to: bytes.count, by: 7) {
      #expect(throws: ToyLibError.self) { try Safetensors(bytes: Array(bytes[..<length])) }
    }
  }

  @Test func `a tensor of the wrong shape is named`() throws {
    var file = try models().safetensors
    file.tensors["1.b"] = try Tensor(shape: [5], values: [0, 0, 0, 0, 0])
    #expect {
      try TrainedModels(file)
    } throws: { "\($0)" == "tensor 1.b of safetensors: expected shape [4], found [5]." }
  }

  @Test(arguments: [[], [3], [2, 3], [2, 1, 2]])
  func `npy comes back`(shape: [Int]) throws {
    let count = shape.reduce(1, *)
    let tensor = try Tensor(shape: shape, values: (0..<count).map { Float($0) / 3 })
    #expect(try NPY.tensor(bytes: NPY.bytes(tensor)) == tensor)
    #expect(
      try NPZ.tensors(bytes: NPZ.bytes(["a": tensor, "b": tensor])) == ["a": tensor, "b": tensor])
  }

  @Test func `every cut through an npz file is refused`() throws {
    let bytes = NPZ.bytes(["a": Tensor([[1, 2], [3, 4]])])
    for length in 0..<bytes.count {
      #expect(throws: ToyLibError.self) { try NPZ.tensors(bytes: Array(bytes[..<length])) }
    }
  }

  @Test func `histories are tables`() throws {
    let models = try models()
    let lines = models.historyCSV.split(separator: "\n")
    #expect(lines[0] == "instance,step,loss")
    #expect(lines.count == 1 + models.map(\.history.count).reduce(0, +))
    #expect(models.historyJSONLines.hasPrefix("{\"instance\":0,\"step\":1,\"loss\":"))
  }

  /// Tests/python/test_toylib_files.py reads what this leaves there.
  @Test func `files for Python are left where it looks`() throws {
    guard let folder = ProcessInfo.processInfo.environment["TOYLIB_FILES"] else { return }
    let models = try models()
    try models.write(to: "\(folder)/models.safetensors")
    try NPZ.write(models.numpyArrays, to: "\(folder)/models.npz")
    try NPY.write(Tensor(models[0].weights), to: "\(folder)/weights.npy")
    try models.writeHistory(to: "\(folder)/history.csv")
    try models.writeHistory(to: "\(folder)/history.jsonl")
    // And the other way: what Python left.
    if FileManager.default.fileExists(atPath: "\(folder)/python.safetensors") {
      let file = try Safetensors(contentsOf: "\(folder)/python.safetensors")
      #expect(file.tensors["x"] == (try NPY.read("\(folder)/python.npy")))
      #expect(file.tensors["x"] == (try NPZ.read("\(folder)/python.npz")["x"]))
      #expect(file.metadata == ["said": "hello"])
    }
  }
}
