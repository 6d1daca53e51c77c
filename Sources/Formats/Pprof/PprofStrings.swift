import Profiles

/// The string table of a file: every text once, the empty one first.
struct PprofStrings {
  private(set) var texts = [""]
  private var numbers = [ExactText(""): UInt64(0)]

  mutating func number(of text: String) -> UInt64 {
    let next = UInt64(texts.count)
    let number = numbers[ExactText(text), default: next]
    if number == next {
      numbers[ExactText(text)] = next
      texts.append(text)
    }
    return number
  }
}
