internal import Foundation
public import SuperposeDisplay

/// Outputs for a grid of values, with controls that need no kernel and no network.
public struct PrecomputedInteraction: Displayable {
  let axes: [PrecomputedAxis]
  /// The last axis changes fastest.
  let frames: [MIMEBundle]

  /// The number of outputs.
  public var count: Int { frames.count }

  /// HTML with the controls, and the first output for front ends without HTML.
  public var mimeBundle: MIMEBundle {
    get throws {
      var bundle = frames.first ?? MIMEBundle()
      let sizes = axes.map { "\($0.values.count)" }.joined(separator: " × ")
      bundle.data[.plainText] = .text("PrecomputedInteraction of \(sizes) outputs")
      bundle.data[.html] = .text(try html)
      return bundle
    }
  }

  private var html: String {
    get throws {
      let first = frames.first?.markup ?? ""
      return """
        <div class="superpose-precomputed"><div class="controls">\(try axes.map(control).joined())</div>\
        <div class="shown">\(first)</div>
        <script type="application/json">\(try Self.json(frames.map(\.markup)))</script>
        <script>
        (() => {
          const root = document.currentScript.parentElement;
          const frames = JSON.parse(root.querySelector("script[type='application/json']").textContent);
          const controls = [...root.querySelectorAll("[data-count]")];
          const place = control => control.type === "checkbox" ? +control.checked : +control.value;
          const show = () => {
            let index = 0;
            for (const control of controls) {
              index = index * +control.dataset.count + place(control);
              const words = control.parentElement.querySelector("output");
              if (words) words.textContent = JSON.parse(control.dataset.values)[place(control)];
            }
            root.querySelector(".shown").innerHTML = frames[index];
          };
          for (const control of controls) control.addEventListener("input", show);
        })();
        </script></div>
        """
    }
  }

  /// Texts as JSON that is safe inside a script element.
  private static func json(_ texts: [String]) throws -> String {
    String(decoding: try JSONEncoder().encode(texts), as: UTF8.self).replacing("<", with: "\\u003c")
  }

  private func control(_ axis: PrecomputedAxis) throws -> String {
    let texts = axis.values.map(\.text)
    let count = "data-count=\"\(texts.count)\""
    let label = axis.label.htmlEscaped
    if axis.isSlider {
      let values = try Self.json(texts).htmlEscaped
      return
        "<label style=\"display:block\">\(label) <input type=\"range\" min=\"0\" max=\"\(texts.count - 1)\" value=\"0\" "
        + "\(count) data-values=\"\(values)\"> <output>\((texts.first ?? "").htmlEscaped)</output></label>"
    }
    if texts == ["off", "on"] {
      return "<label style=\"display:block\"><input type=\"checkbox\" autocomplete=\"off\" \(count)> \(label)</label>"
    }
    let options = texts.enumerated().map { "<option value=\"\($0.offset)\">\($0.element.htmlEscaped)</option>" }
    return
      "<label style=\"display:block\">\(label) <select autocomplete=\"off\" \(count)>\(options.joined())</select></label>"
  }
}
