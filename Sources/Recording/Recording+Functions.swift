import CRecording

/// What makes two callees the same function. For Python functions file, first line and qualified name, so
/// that code compiled again and again stays one function; for C functions module and qualified name.
struct FunctionIdentity: Hashable {
  var kind: UInt8
  var place: String
  var firstLine: Int32
  var qualifiedName: String
}

/// A callee as the bridge describes it when it first meets it.
public struct Callee {
  public var kind: sp_kind
  public var visibility: sp_visibility
  public var firstLine: Int32
  public var name, qualifiedName, module, file: UnsafeRawBufferPointer
  /// The host is told of every call.
  public var watched: Bool
  /// A coroutine function or an async generator.
  public var isAsync: Bool
  /// What part of the calls, returns and yields in its code are far (`SP_COST_FAR`), of `SP_ALL_FAR`.
  public var farCalls: UInt8 = 0
  public var farReturns: UInt8 = 0
  public var farYields: UInt8 = 0

  /// The texts must stay valid until the call that takes the callee returns.
  public init(
    kind: sp_kind, visibility: sp_visibility, firstLine: Int32, name: UnsafeRawBufferPointer,
    qualifiedName: UnsafeRawBufferPointer, module: UnsafeRawBufferPointer, file: UnsafeRawBufferPointer,
    watched: Bool = false, isAsync: Bool = false
  ) {
    self.kind = kind
    self.visibility = visibility
    self.firstLine = firstLine
    self.name = name
    self.qualifiedName = qualifiedName
    self.module = module
    self.file = file
    self.watched = watched
    self.isAsync = isAsync
  }

  static var threadRoot: Callee { Callee(kind: SP_KIND_THREAD, named: "(thread)") }
  static var folded: Callee { Callee(kind: SP_KIND_FOLDED, named: "(folded)") }

  private init(kind: sp_kind, named name: StaticString) {
    let text = UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
    self.init(
      kind: kind, visibility: SP_SHOWN, firstLine: 0, name: text, qualifiedName: text, module: nothing,
      file: nothing)
  }

  var identity: FunctionIdentity {
    FunctionIdentity(
      kind: UInt8(kind.rawValue),
      place: String(decoding: kind == SP_KIND_PYTHON ? file : module, as: UTF8.self),
      firstLine: firstLine, qualifiedName: String(decoding: qualifiedName, as: UTF8.self))
  }
}

extension Recording {
  /// Makes a callee known: from now on `key` means its function. With no room left for a new function, calls
  /// of it are charged to "(folded)". Any thread may call it at any time; the first of several for a key is as good as
  /// the last.
  ///
  /// - Parameter recorder: the calling thread's; the time spent here is charged to nobody.
  public func register(_ recorder: UnsafeMutablePointer<sp_recorder>?, _ key: sp_key, _ callee: Callee) {
    let identity = callee.identity
    let folded = foldedFunction
    withLock { shared in
      shared.functionOfKey[key] =
        shared.functionOfIdentity[identity] ?? shared.addFunction(callee, identity) ?? folded
    }
    if let recorder { forgiveTime(recorder) }
  }

  /// The object behind `key` died; its address may come back as another's. Forgets it wherever the event path
  /// might still find it, while no thread of the recording is in an event. O(nodes of its function).
  public func retire(_ key: sp_key) {
    withLock { $0.retire(key) }
  }

  /// Whether a function is known by this key.
  public func knows(_ key: sp_key) -> Bool { function(of: key) != nil }

  func function(of key: sp_key) -> UInt32? {
    withLock { $0.functionOfKey[key] }
  }
}
