// Samples of zeros are counted, not computed: what remains moves together. Included once for each kind
// of processor.

#if !ENGINE_AVX512
/// How the lanes of a half whose bits are set come to its front; what follows them is of no use.
typedef struct {
  uint64_t bytes;  // the lane that comes to each place
  HalfInts from;   // the same
  int count;
} Packing;

INLINE Packing packing(uint32_t bits) {
  Packing p;
  p.count = __builtin_popcount(bits);
#if ENGINE_AVX2
  p.bytes = _pext_u64(0x0706050403020100, _pdep_u64(bits, 0x0101010101010101) * 255);
#else
  p.bytes = 0;
  for (uint64_t lane = 0, place = 0; lane < 8; lane++)
    if (bits >> lane & 1) p.bytes |= lane << (8 * place++);
#endif
  HalfBytes bytes;
  memcpy(&bytes, &p.bytes, 8);
  p.from = __builtin_convertvector(bytes, HalfInts);
  return p;
}

INLINE Half packed(HalfInts from, Half v) {
#if ENGINE_AVX2
  return (Half)_mm256_permutevar8x32_ps((__m256)v, (__m256i)from);
#else
  Half r;
  for (int lane = 0; lane < 8; lane++) r[lane] = v[from[lane] & 7];
  return r;
#endif
}
#endif

/// Which of a block's samples hold something, a bit for each.
INLINE uint32_t presentLanes(const float *block, int features) {
  Ints any = {};
  for (int f = 0; f < features; f++) any |= (Ints)load(block + f * 16);
  return bits16(any != 0);
}

#if ENGINE_AVX512
/// Moves the samples of a block that hold something to the end of those kept so far.
INLINE uint32_t keepLanes(
  const float *block, uint32_t lanes, int features, uint32_t kept, float *x
) {
  uint32_t count = (uint32_t)__builtin_popcount(lanes), at = kept % 16, room = 16 - at;
  float *to = x + (size_t)(kept / 16) * (size_t)features * 16;
  __mmask16 places = (__mmask16)(0xffffu << at);
  for (int f = 0; f < features; f++) {
    __m512 dense = _mm512_maskz_compress_ps((__mmask16)lanes, (__m512)load(block + f * 16));
    float *row = to + f * 16;
    store(row, (Lanes)_mm512_mask_expand_ps((__m512)load(row), places, dense));
    if (count > room) {  // the rest begins the next block
      __mmask16 rest = (__mmask16)(0xffffu << room);
      store(row + features * 16, (Lanes)_mm512_maskz_compress_ps(rest, dense));
    }
  }
  return kept + count;
}
#else
/// The same for half of a block. What it keeps comes to its places around the end of a half: the
/// lanes from the first place on end one half, the others begin the next.
INLINE uint32_t keepHalf(const float *half, uint32_t lanes, int features, uint32_t kept, float *x) {
  const Packing p = packing(lanes);
  uint32_t at = kept % 8, end = kept + (uint32_t)p.count;
  uint64_t bytes = p.bytes << 8 * at | (at ? p.bytes >> (64 - 8 * at) : 0);
  HalfBytes order;
  memcpy(&order, &bytes, 8);
  HalfInts from = __builtin_convertvector(order, HalfInts);
  HalfInts fresh = (HalfInts){0, 1, 2, 3, 4, 5, 6, 7} >= (int32_t)at;
  // Where nothing is left for a next half, it is this one, and what it gets is overwritten: a branch
  // would be mispredicted.
  uint32_t last = at + (uint32_t)p.count > 8 ? end : kept;
  float *to = x + (size_t)(kept / 16) * (size_t)features * 16 + kept % 16 - at;
  float *next = x + (size_t)(last / 16) * (size_t)features * 16 + last % 16 / 8 * 8;
  for (int f = 0; f < features; f++) {
    HalfInts v = (HalfInts)packed(from, loadHalf(half + f * 16));
    HalfInts old = (HalfInts)loadHalf(to + f * 16);
    storeHalf(next + f * 16, (Half)v);
    storeHalf(to + f * 16, (Half)((fresh & v) | (~fresh & old)));
  }
  return end;
}

/// Moves the samples of a block that hold something to the end of those kept so far.
INLINE uint32_t keepLanes(
  const float *block, uint32_t lanes, int features, uint32_t kept, float *x
) {
  kept = keepHalf(block, lanes & 255, features, kept, x);
  return keepHalf(block + 8, lanes >> 8, features, kept, x);
}
#endif

/// Zero samples all do the same thing to the loss: they are counted, not computed. Kept samples
/// never overtake the block they come from, so this works in place.
static int32_t dropZeroSamples(int features, int32_t blocks, float *x) {
  uint32_t kept = 0;
  int64_t size = (int64_t)features * 16;
  for (int32_t b = 0; b < blocks; b++) {
    const float *block = x + b * size;
    uint32_t lanes = presentLanes(block, features);
    if (lanes) kept = keepLanes(block, lanes, features, kept, x);
  }
  int32_t used = (int32_t)((kept + 15) / 16);
  for (int l = (int)(kept % 16); l > 0 && l < 16; l++)
    for (int f = 0; f < features; f++) x[(used - 1) * size + f * 16 + l] = 0;
  return used;
}
