/// The script that follows an element of a page and makes it live.
package enum ElementScript {
  /// Runs `code`, which declares `show(element)`, for each element of a class, once for each: a page
  /// may hold the same output several times, and run its scripts again.
  ///
  /// - Parameters:
  ///   - constant: The name by which `code` knows the data.
  ///   - data: JSON that is safe inside a script element.
  package static func html(
    className: String, constant: String, data: String, code: String
  ) -> String {
    """
    <script>
    (() => {
    const \(constant) = \(data);
    \(code)
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
