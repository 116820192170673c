internal import CToyEngine

/// The loss of a sparse autoencoder and its gradients, sixteen samples at once; each product and each sum is rounded.
/// For other targets that train with their own loops: the memory is theirs.
package final class LaneDictionary {
  package typealias Lanes = SIMD16<Float>

  /// Where the parameters are among all of an autoencoder.
  package struct Places {
    let encoder: Int, encoderBias: Int, decoder: Int, decoderBias: Int

    package init(encoder: Int, encoderBias: Int, decoder: Int, decoderBias: Int) {
      (self.encoder, self.encoderBias) = (encoder, encoderBias)
      (self.decoder, self.decoderBias) = (decoder, decoderBias)
    }
  }

  /// Sums over samples, and what is left of the last block.
  package struct Memory {
    /// Gradients, as the parameters are laid out.
    package let sums: UnsafeMutablePointer<Lanes>
    /// Of each latent: in how many samples it is active, its squared activations, h̄ Wᵀ, and f.
    package let activity: UnsafeMutablePointer<Lanes>, energy: UnsafeMutablePointer<Lanes>
    package let sum: UnsafeMutablePointer<Lanes>, value: UnsafeMutablePointer<Lanes>
    /// Squared errors and penalties.
    package let losses: UnsafeMutablePointer<Lanes>
    /// Of each input: h̄, and the gradient by it.
    package let centred: UnsafeMutablePointer<Lanes>, back: UnsafeMutablePointer<Lanes>
    /// The latents that are active in the block.
    package let busy: UnsafeMutablePointer<Int>

    package init(
      sums: UnsafeMutablePointer<Lanes>, activity: UnsafeMutablePointer<Lanes>, energy: UnsafeMutablePointer<Lanes>,
      sum: UnsafeMutablePointer<Lanes>, value: UnsafeMutablePointer<Lanes>, losses: UnsafeMutablePointer<Lanes>,
      centred: UnsafeMutablePointer<Lanes>, back: UnsafeMutablePointer<Lanes>, busy: UnsafeMutablePointer<Int>
    ) {
      (self.sums, self.activity, self.energy, self.sum, self.value) = (sums, activity, energy, sum, value)
      (self.losses, self.centred, self.back, self.busy) = (losses, centred, back, busy)
    }
  }

  private let kernels: EngineKernels
  private let dictionary: UnsafeMutablePointer<EngineDictionary>
  private let memory: UnsafeMutablePointer<EngineDictionaryMemory>

  /// - Parameter penalty: What a unit of each latent's f costs.
  package init(
    inputs: Int, latents: Int, parameters: UnsafePointer<Float>, _ places: Places, penalty: UnsafePointer<Float>,
    level: UnsafePointer<Int>, residual: UnsafeMutablePointer<Lanes>, memory all: Memory
  ) {
    kernels = VectorUnits.preferred.kernels
    dictionary = .allocate(capacity: 1)
    dictionary.initialize(
      to: EngineDictionary(
        inputs: Int32(inputs), latents: Int32(latents), prefixes: 1, encoder: parameters + places.encoder,
        encoderBias: parameters + places.encoderBias, decoder: parameters + places.decoder,
        decoderBias: parameters + places.decoderBias, level: level, penalty: penalty))
    memory = .allocate(capacity: 1)
    memory.initialize(
      to: EngineDictionaryMemory(
        encoder: all.sums.floats + 16 * places.encoder, encoderBias: all.sums.floats + 16 * places.encoderBias,
        decoder: all.sums.floats + 16 * places.decoder, decoderBias: all.sums.floats + 16 * places.decoderBias,
        activity: all.activity.floats, energy: all.energy.floats, losses: all.losses.floats,
        centred: all.centred.floats, back: all.back.floats, residual: residual.floats, sum: all.sum.floats,
        value: all.value.floats, busy: all.busy))
  }

  deinit {
    dictionary.deallocate()
    memory.deallocate()
  }

  /// Changes the number of prefixes; `residual` has room for [prefixes][inputs].
  package func use(prefixes: Int, residual: UnsafeMutablePointer<Lanes>) {
    dictionary.pointee.prefixes = Int32(prefixes)
    memory.pointee.residual = residual.floats
  }

  /// Makes h̄ and h̄ Wᵀ of sixteen activations.
  package func encode(_ activations: UnsafePointer<Lanes>) {
    kernels.dictionarySums(dictionary, UnsafePointer(UnsafeMutablePointer(mutating: activations).floats), memory)
  }

  /// Writes the positive z of the block that was encoded to `out`, which has room for 16 · latents + 1; returns how many.
  package func positive(into out: UnsafeMutablePointer<Float>) -> Int {
    Int(kernels.positiveLatents(dictionary, memory, out))
  }

  /// Adds loss and gradients of the block that was encoded; returns how many latents are busy.
  package func addGradients(weight: Lanes, limit: Lanes) -> Int {
    withUnsafePointer(to: (weight, limit)) { lanes in
      let floats = UnsafeRawPointer(lanes).assumingMemoryBound(to: Float.self)
      return kernels.dictionaryGradients(dictionary, floats, floats + 16, memory)
    }
  }
}

extension UnsafeMutablePointer<SIMD16<Float>> {
  fileprivate var floats: UnsafeMutablePointer<Float> {
    UnsafeMutableRawPointer(self).assumingMemoryBound(to: Float.self)
  }
}
