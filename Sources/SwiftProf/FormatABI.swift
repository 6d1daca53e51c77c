// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CSwiftProf
import Formats
import Profiles

// Formats for C: section "formats" of CSwiftProf.h.

@c @implementation
public func sp_profile_write(
  _ profile: OpaquePointer!, _ options: UnsafePointer<sp_format_options>!,
  _ buffer: UnsafeMutablePointer<sp_buffer>!, _ error: UnsafeMutablePointer<sp_error>!
) -> Bool {
  do throws(FormatError) {
    let format = try Formats.named(String(options.pointee.format))
    let bytes = try format.bytes(
      of: ProfileHandle.at(profile).profile,
      FormatOptions(options.pointee, of: ProfileHandle.at(profile).profile))
    buffer.pointee = sp_buffer(copying: bytes)
    return true
  } catch let refusal {
    error?.set(SP_ERROR_BAD_OPTION, refusal.message)
    return false
  }
}

@c @implementation
public func sp_buffer_free(_ buffer: UnsafeMutablePointer<sp_buffer>!) {
  buffer.pointee.bytes?.deallocate()
  buffer.pointee = sp_buffer(bytes: nil, count: 0)
}

@c @implementation
public func sp_formats() -> sp_text { Catalogue.shared.formats }

@c @implementation
public func sp_sort_keys() -> sp_text { Catalogue.shared.sortKeys }

/// The lists of what there is, made once and never freed.
private struct Catalogue: @unchecked Sendable {
  static let shared = Catalogue()
  let formats: sp_text
  let sortKeys: sp_text
  private let arena = TextArena()

  // SAFETY (@unchecked Sendable): nothing changes after `init`, which `static let` runs once.
  private init() {
    let formatLines = Formats.all.map {
      "\($0.name)\t\($0.fileEndings.joined(separator: " "))\t\($0.summary)\t"
        + ($0 is any ReadableFormat ? "read" : "")
    }
    formats = arena.add(formatLines.joined(separator: "\n"))
    sortKeys = arena.add(SortKey.all.map { "\($0.name)\t\($0.summary)" }.joined(separator: "\n"))
  }
}

extension sp_buffer {
  init(copying bytes: [UInt8]) {
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    _ = copy.initialize(from: bytes)
    self.init(bytes: copy.baseAddress, count: bytes.count)
  }
}

extension FormatOptions {
  /// profile: what is written, if it is one; its main clock counts when none is asked for.
  init(_ options: sp_format_options, of profile: Profile? = nil) throws(FormatError) {
    self.init()
    sort = String(options.sort)
    limit = Int(options.limit)
    width = Int(options.width)
    color = options.color
    threadsTable = options.threads_table
    tasksTable = options.tasks_table
    clock = try Profile.Clock(named: options.clock) ?? profile?.mainClock ?? .wall
    let wish = String(options.thread_roots)
    guard let roots = ThreadRoots(rawValue: wish) else {
      throw FormatError("unknown thread roots \"\(wish)\": use merge or roots, or none for automatic")
    }
    threadRoots = roots
    minPercent = options.min_percent
    depth = options.depth < 0 ? nil : Int(options.depth)
    onlyThread = options.only_thread < 0 ? nil : Int(options.only_thread)
    // SAFETY: the header promises `root_count` roots at `roots`, for the time of the call.
    pathRoots = UnsafeBufferPointer(start: options.roots, count: options.root_count).map {
      PathRoot(prefix: String($0.prefix), shownAs: String($0.shown_as))
    }
  }
}

extension Profile.Clock {
  /// The clock of this name; nil without a name. Throws for any other.
  init?(named name: sp_text) throws(FormatError) {
    let name = String(name)
    if name.isEmpty { return nil }
    guard let clock = Self(rawValue: name) else {
      throw FormatError("unknown clock \"\(name)\": use wall, cpu or wait")
    }
    self = clock
  }
}
