import CSwiftProf
import Profiles
import Recording

// The rows of a comparison in the layout of CSwiftProf.h.

extension sp_range {
  fileprivate init(_ range: RunRange) {
    self.init(low: range.low, median: range.median, high: range.high)
  }
}

extension sp_diff_figures {
  fileprivate init(_ runs: ProfileDiff.Runs) {
    func range(_ value: (ProfileDiff.Run) -> UInt64) -> sp_range { sp_range(runs.range(value)) }
    self.init(
      ncall: range(\.calls), nprim: range(\.primitiveCalls), resumptions: range(\.resumptions),
      self_wall: range(\.times.selfWallNs), total_wall: range(\.times.totalWallNs),
      self_cpu: range(\.times.selfCpuNs), total_cpu: range(\.times.totalCpuNs),
      self_wait: range(\.times.selfWaitNs), total_wait: range(\.times.waitNs))
  }
}

extension sp_callee {
  fileprivate init(_ function: Profile.Function?, texts: TextArena) {
    guard let function else {
      self.init()
      return
    }
    self.init(
      kind: sp_kind(UInt32(function.kind.rawValue)), visibility: SP_SHOWN,
      first_line: function.firstLine, name: texts.add(function.name),
      qualified_name: texts.add(function.qualifiedName), module: texts.add(function.module),
      file: texts.add(function.file), watched: false, is_async: false, far_calls: 0, far_returns: 0,
      far_yields: 0)
  }
}

extension sp_diff_function_row {
  init(_ function: ProfileDiff.Function, texts: TextArena) {
    self.init(
      status: sp_diff_status(UInt32(function.status.rawValue)), calls_changed: function.callsChanged,
      wall_changed: function.wallChanged, cpu_changed: function.cpuChanged,
      before: sp_callee(function.before, texts: texts), after: sp_callee(function.after, texts: texts),
      before_display_name: texts.add(function.before?.displayName ?? ""),
      after_display_name: texts.add(function.after?.displayName ?? ""),
      before_figures: sp_diff_figures(function.beforeRuns),
      after_figures: sp_diff_figures(function.afterRuns))
  }
}

extension sp_diff_edge_row {
  init(_ edge: ProfileDiff.Edge) {
    self.init(
      caller: edge.caller.map { UInt32($0) } ?? .max, callee: UInt32(edge.callee),
      calls_changed: edge.callsChanged, before_figures: sp_diff_figures(edge.beforeRuns),
      after_figures: sp_diff_figures(edge.afterRuns))
  }
}
