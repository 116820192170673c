/// The script that makes an element of a page interactive.
package enum ElementScript {
  /// `Resources/element.js`: functions for themes, dragging, rotation and SVG elements.
  package static var functions: String { String(decoding: PackageResources.element_js, as: UTF8.self) }

  /// Runs `code`, which declares `show(element)`, once for each element of a class. A page may
  /// contain the same output several times, and may run its scripts again.
  ///
  /// - Parameters:
  ///   - constant: The name of the data in `code`.
  ///   - data: JSON that is safe inside a script element.
  ///   - code: JavaScript, with the ``functions`` at hand.
  package static func html(
    className: String, constant: String, data: String, code: [UInt8]
  ) -> String {
    """
    <script>
    (() => {
    const \(constant) = \(data);
    \(functions)
    \(String(decoding: code, as: UTF8.self))
    document.querySelectorAll(".\(className)").forEach(element => {
      if (element.dataset.ready) return;
      element.dataset.ready = "yes";
      show(element);
    });
    })();
    </script>
    """
  }
}
