// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CSwiftProf
import Formats
import Profiles

// Comparisons for C: section "comparisons" of CSwiftProf.h.

@c @implementation
public func sp_diff_create(
  _ before: UnsafePointer<OpaquePointer?>!, _ beforeCount: Int,
  _ after: UnsafePointer<OpaquePointer?>!, _ afterCount: Int
) -> OpaquePointer! {
  DiffHandle(ProfileDiff(before: profiles(before, beforeCount), after: profiles(after, afterCount)))
    .retainedPointer()
}

private func profiles(_ pointers: UnsafePointer<OpaquePointer?>, _ count: Int) -> [Profile] {
  // SAFETY: the header promises `count` profiles at `pointers`, none NULL, for the time of the call.
  UnsafeBufferPointer(start: pointers, count: count).map { ProfileHandle.at($0!).profile }
}

@c @implementation
public func sp_diff_free(_ diff: OpaquePointer!) {
  guard let diff else { return }
  DiffHandle.free(diff)
}

@c @implementation
public func sp_diff_functions(
  _ diff: OpaquePointer!, _ count: UnsafeMutablePointer<Int>!
) -> UnsafePointer<sp_diff_function_row>! {
  DiffHandle.at(diff).functions.rows(count: count)
}

@c @implementation
public func sp_diff_edges(
  _ diff: OpaquePointer!, _ count: UnsafeMutablePointer<Int>!
) -> UnsafePointer<sp_diff_edge_row>! {
  DiffHandle.at(diff).edges.rows(count: count)
}

@c @implementation
public func sp_diff_measures_get(_ diff: OpaquePointer!) -> sp_diff_measures {
  let measures = DiffHandle.at(diff).diff.measures
  return sp_diff_measures(
    calls: measures.contains(.calls), resumptions: measures.contains(.resumptions),
    wall: measures.contains(.wall), cpu: measures.contains(.cpu))
}

@c @implementation
public func sp_diff_write(
  _ diff: OpaquePointer!, _ options: UnsafePointer<sp_format_options>!, _ before: sp_text,
  _ after: sp_text, _ buffer: UnsafeMutablePointer<sp_buffer>!, _ error: UnsafeMutablePointer<sp_error>!
) -> Bool {
  do throws(FormatError) {
    let format = try DiffFormats.named(String(options.pointee.format))
    var chosen = DiffOptions()
    chosen.common = try FormatOptions(options.pointee)
    chosen.before = String(before)
    chosen.after = String(after)
    buffer.pointee = sp_buffer(copying: try format.bytes(of: DiffHandle.at(diff).diff, chosen))
    return true
  } catch let refusal {
    error?.set(SP_ERROR_BAD_OPTION, refusal.message)
    return false
  }
}

@c @implementation
public func sp_diff_formats() -> sp_text { DiffCatalogue.shared.formats }

@c @implementation
public func sp_diff_fitting(
  _ diff: OpaquePointer!, _ pattern: sp_text, _ rows: UnsafeMutablePointer<UInt32>!
) -> Int {
  let fitting = DiffHandle.at(diff).diff.functions(fitting: FunctionPattern(String(pattern)))
  // SAFETY: the header promises room for all functions at `rows`.
  for (place, row) in fitting.enumerated() { rows[place] = UInt32(row) }
  return fitting.count
}

/// The list of what there is, made once and never freed.
private struct DiffCatalogue: @unchecked Sendable {
  static let shared = DiffCatalogue()
  let formats: sp_text
  private let arena = TextArena()

  // SAFETY (@unchecked Sendable): nothing changes after `init`, which `static let` runs once.
  private init() {
    let lines = DiffFormats.all.map {
      "\($0.name)\t\($0.fileEndings.joined(separator: " "))\t\($0.summary)\t"
    }
    formats = arena.add(lines.joined(separator: "\n"))
  }
}
