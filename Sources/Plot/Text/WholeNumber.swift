/// `value` cut to a whole number between 0 and `limit`; 0 when it is not a number.
func wholeNumber(_ value: Double, limit: Int = 1_000_000) -> Int {
  guard value > 0 else { return 0 }
  return value < Double(limit) ? Int(value) : limit
}
