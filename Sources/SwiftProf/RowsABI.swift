import CSwiftProf
import Profiles
import Recording

// The rows of a profile in the layout of CSwiftProf.h.

extension sp_times {
  init(_ times: Profile.Times) {
    self.init(
      self_wall: times.selfWallNs, total_wall: times.totalWallNs, self_cpu: times.selfCpuNs,
      total_cpu: times.totalCpuNs, suspended: times.suspendedNs,
      self_overhead_wall: times.selfOverheadWallNs, total_overhead_wall: times.totalOverheadWallNs,
      self_overhead_cpu: times.selfOverheadCpuNs, total_overhead_cpu: times.totalOverheadCpuNs)
  }
}

extension sp_function_row {
  init(_ function: Profile.Function, texts: TextArena) {
    self.init(
      kind: sp_kind(UInt32(function.kind.rawValue)), first_line: function.firstLine,
      name: texts.add(function.name), qualified_name: texts.add(function.qualifiedName),
      module: texts.add(function.module), file: texts.add(function.file),
      display_name: texts.add(function.displayName), ncall: function.calls,
      nprim: function.primitiveCalls, resumptions: function.resumptions, open: function.open,
      times: sp_times(function.times))
  }
}

extension sp_edge_row {
  init(_ edge: Profile.Edge) {
    self.init(
      caller: edge.caller.map { UInt32($0) } ?? .max, callee: UInt32(edge.callee), ncall: edge.calls,
      nprim: edge.primitiveCalls, resumptions: edge.resumptions, times: sp_times(edge.times))
  }
}

extension sp_thread_row {
  init(_ thread: Profile.Thread, texts: TextArena) {
    self.init(
      name: texts.add(thread.name), os_id: thread.osID, python_ident: thread.pythonIdent,
      started_before: thread.startedBefore, ended: thread.ended, start_ns: thread.startNs,
      duration_ns: thread.durationNs, wall_ns: thread.wallNs, cpu_ns: thread.cpuNs,
      self_wall_ns: thread.selfWallNs, self_cpu_ns: thread.selfCpuNs,
      overhead_wall_ns: thread.overheadWallNs, overhead_cpu_ns: thread.overheadCpuNs,
      self_overhead_wall_ns: thread.selfOverheadWallNs, self_overhead_cpu_ns: thread.selfOverheadCpuNs)
  }
}

extension sp_node_row {
  init(_ node: Profile.Node) {
    self.init(
      parent: node.parent.map { UInt32($0) } ?? .max, function: UInt32(node.function),
      thread: UInt32(node.thread), calls: node.calls, resumptions: node.resumptions,
      open: node.open > 0, label: node.label.map { UInt32($0) } ?? .max, times: sp_times(node.times))
  }
}

extension sp_label_row {
  init(_ label: Profile.Label, texts: TextArena) {
    self.init(
      context: texts.add(label.context), tag: texts.add(label.tag), ncall: label.calls,
      self_wall: label.selfWallNs, self_cpu: label.selfCpuNs)
  }
}

extension sp_task_row {
  init(_ task: ContextTree.Task, texts: TextArena) {
    let path = texts.add(task.longestPath)
    self.init(
      kind: sp_task_kind(UInt32(task.kind.rawValue)), name: texts.add(task.name),
      function: texts.add(task.function), creator: texts.add(task.creator),
      creator_task: texts.add(task.creatorTask), thread: UInt32(task.thread), ended: task.ended,
      steps: task.steps, wall_ns: task.wallNs, cpu_ns: task.cpuNs, suspended_ns: task.suspendedNs,
      longest_step_ns: task.longestStepNs, longest_path: UnsafePointer(path.baseAddress),
      longest_path_count: path.count)
  }
}

extension sp_profile_header {
  init(_ header: Profile.Header, _ measures: Profile.Measures, tasksLeftOut: UInt64) {
    self.init(
      process_id: header.processID, start_unix_ns: header.startUnixNs, duration_ns: header.durationNs,
      events: header.events, event_pair_cost_ns: header.eventPairCostNs,
      overhead_ns: header.overheadNs, raw: header.isRaw, slowdown: header.slowdown,
      folded_calls: header.foldedCalls,
      unmatched_returns: header.unmatchedReturns, cpu_resyncs: header.cpuResyncs, tsc: header.usesTSC,
      rseq: header.usesRseq, runs: header.runs, measures: UInt32(measures.rawValue),
      tasks_left_out: tasksLeftOut)
  }
}
