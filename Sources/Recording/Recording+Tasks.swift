// Making tasks known, and who made them.
import CRecording
import Glibc

/// What stands before the number in the names that most tasks have.
func defaultPrefix(of kind: sp_task_kind) -> StaticString {
  kind == SP_TASK_GREENLET ? "Greenlet-" : "Task-"
}

/// A frame that waits for its task's first step begins, or will never begin; nil if it is none.
func takeMade(_ recorder: RecorderPointer, _ frame: UInt64) -> sp_idle_frame? {
  let made = recorder.pointee.made.take(frame)
  if made != nil { recorder.pointee.made.giveBackIfEmpty() }
  return made
}

extension Recording {
  /// A task or greenlet as the bridge describes it when it first runs.
  public struct TaskDescription {
    public var kind: sp_task_kind
    /// Must stay valid until the call that takes it returns.
    public var name: UnsafeRawBufferPointer
    /// Address of the frame of the coroutine that it runs; 0: none.
    public var frame: UInt64

    public init(kind: sp_task_kind, name: UnsafeRawBufferPointer, frame: UInt64) {
      (self.kind, self.name, self.frame) = (kind, name, frame)
    }
  }

  /// A new task of the calling thread's; 0 when there is no memory. Time since the last event is charged to nobody.
  public static func addTask(_ recorder: UnsafeMutablePointer<sp_recorder>, _ description: TaskDescription)
    -> UInt32
  {
    let recording = owner(of: recorder)
    defer { recording.forgiveTime(recorder) }
    guard let cell = recording.withLock({ newTask(description, &$0) }) else { return 0 }
    let task = taskRecord(recorder, cell)
    task.pointee.kind = UInt8(description.kind.rawValue)
    takeCreator(recorder, description.frame, task)
    task.pointee.next = recorder.pointee.thread.pointee.first_task
    recorder.pointee.thread.pointee.first_task = cell
    return cell
  }

  /// WHY a bound: a server makes more every second, and each takes a cell.
  private static var mostTasks: Int { 1_000_000 }

  private static func newTask(_ description: TaskDescription, _ shared: inout SharedState)
    -> UInt32?
  {
    let name = description.name
    guard shared.taskCount < mostTasks, let cell = shared.takeCell() else {
      shared.region.header.pointee.tasks_left_out &+= 1
      return nil
    }
    shared.taskCount += 1
    let task = shared.region.record(cell, as: sp_task.self)
    if let number = defaultNumber(name, after: defaultPrefix(of: description.kind)) {
      task.pointee.name = number
      task.pointee.flags = UInt8(SP_TASK_NUMBERED)
    } else if let text = shared.store([UnsafeRawBufferPointer(rebasing: name.prefix(Int(UInt16.max)))]) {
      task.pointee.name = text
      task.pointee.name_bytes = text == 0 ? 0 : UInt16(min(name.count, Int(UInt16.max)))
    }
    return cell
  }

  /// N of "Task-N", the names that asyncio gives.
  private static func defaultNumber(_ name: UnsafeRawBufferPointer, after prefix: StaticString) -> UInt32? {
    let digits = name.dropFirst(prefix.utf8CodeUnitCount)
    guard name.count <= prefix.utf8CodeUnitCount + 10, !digits.isEmpty, digits.first != UInt8(ascii: "0"),
      memcmp(name.baseAddress!, prefix.utf8Start, prefix.utf8CodeUnitCount) == 0
    else { return nil }
    var number: UInt64 = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      number = number * 10 + UInt64(digit - UInt8(ascii: "0"))
    }
    return UInt32(exactly: number)
  }

  /// The innermost open call, or rather the innermost that is not watched, has made what will run `frame`. The outermost
  /// of nested watched calls tells of the same: their caller is the one who wanted it.
  public static func noteCreation(_ recorder: UnsafeMutablePointer<sp_recorder>, _ frame: UInt64) {
    guard recorder.pointee.made.reserve() else { return }
    var depth = Int(recorder.pointee.thread.pointee.depth) - 1
    while depth > 0, isWatched(recorder, recorder.pointee.stack[depth]) { depth -= 1 }
    let entry = entry(of: frame, in: recorder.pointee.made)
    if entry.pointee.frame == 0 { recorder.pointee.made.count += 1 }
    entry.pointee = sp_idle_frame(
      frame: frame, tick: recorder.pointee.thread.pointee.last_tick, node: recorder.pointee.stack[depth].node,
      extra: recorder.pointee.task)
  }

  private static func isWatched(_ recorder: RecorderPointer, _ call: sp_open_call) -> Bool {
    let function = (recorder.pointee.nodes + Int(call.node)).pointee.function
    return functionRecord(recorder, function).pointee.watched != 0
  }

  private static func takeCreator(_ recorder: RecorderPointer, _ frame: UInt64, _ task: TaskPointer) {
    guard frame != 0, let made = takeMade(recorder, frame) else { return }
    task.pointee.creator_node = made.node
    task.pointee.creator_task = made.extra
  }
}
