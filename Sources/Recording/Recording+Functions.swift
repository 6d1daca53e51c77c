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

  /// The texts must stay valid until the call that takes the callee returns.
  public init(
    kind: sp_kind, visibility: sp_visibility, firstLine: Int32, name: UnsafeRawBufferPointer,
    qualifiedName: UnsafeRawBufferPointer, module: UnsafeRawBufferPointer, file: UnsafeRawBufferPointer
  ) {
    self.kind = kind
    self.visibility = visibility
    self.firstLine = firstLine
    self.name = name
    self.qualifiedName = qualifiedName
    self.module = module
    self.file = file
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
  /// of it are charged to "(folded)".
  ///
  /// - Parameter recorder: the calling thread's; the time spent here is charged to nobody.
  public func register(_ recorder: UnsafeMutablePointer<sp_recorder>?, _ key: sp_key, _ callee: Callee) {
    functionOfKey[key] = functionOfIdentity[callee.identity] ?? addFunction(callee) ?? foldedFunction
    guard let thread = recorder?.pointee.thread else { return }
    let now = clock.tick()
    guard now > thread.pointee.last_tick else { return }
    thread.pointee.profiler_ticks &+= now &- thread.pointee.last_tick
    thread.pointee.last_tick = now
  }

  /// The object behind `key` died; its address may come back as another's. Forgets it wherever the event path
  /// might still find it. O(nodes of its function).
  public func retire(_ key: sp_key) {
    guard let function = functionOfKey.removeValue(forKey: key) else { return }
    var index = region.record(function, as: sp_function.self).pointee.first_node
    while index != 0 {
      let node = region.record(index, as: sp_node.self)
      forget(key, in: node.pointee.parent, of: node.pointee.thread)
      index = node.pointee.next_of_function
    }
  }

  private func forget(_ key: sp_key, in parent: UInt32, of thread: UInt32) {
    guard parent != 0 else { return }
    let caller = region.record(parent, as: sp_node.self)
    if caller.pointee.last_key == key {
      caller.pointee.last_key = 0
      caller.pointee.last_child = 0
    }
    if let recorder = recorders[thread] { forgetCached(recorder, key, parent) }
  }

  func function(of key: sp_key) -> UInt32? { functionOfKey[key] }

  /// A new function record; nil when there is no room.
  func addFunction(_ callee: Callee) -> UInt32? {
    guard let text = region.store([callee.name, callee.qualifiedName, callee.module, callee.file]),
      let cell = region.take(1)
    else { return nil }
    let function = region.record(cell, as: sp_function.self)
    function.pointee.text = text
    function.pointee.name_bytes = UInt32(callee.name.count)
    function.pointee.qualified_name_bytes = UInt32(callee.qualifiedName.count)
    function.pointee.module_bytes = UInt32(callee.module.count)
    function.pointee.file_bytes = UInt32(callee.file.count)
    function.pointee.first_line = callee.firstLine
    function.pointee.kind = UInt8(callee.kind.rawValue)
    function.pointee.visibility = UInt8(callee.visibility.rawValue)
    function.pointee.next = region.header.pointee.first_function
    region.header.pointee.first_function = cell
    functionOfIdentity[callee.identity] = cell
    return cell
  }
}
