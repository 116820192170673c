/// A tick on a final axis; a tick without a label is drawn shorter.
package struct Tick: Sendable, Hashable {
  package var datum: Datum
  package var label: Label?
}
