import Profiles

extension JsonFormat {
  static func writeLabels(of profile: Profile, to json: inout JsonWriter) {
    let labels = profile.labels
    json.member("count", labels.count)
    json.column("context", of: labels) { $0.value($1.context) }
    json.column("tag", of: labels) { $0.value($1.tag) }
    if profile.measures.contains(.calls) { json.column("ncall", of: labels) { $0.value($1.calls) } }
    for (clock, names) in profile.columnNames {
      json.column(names.itself, of: labels) {
        $0.value(clock.of(wallNs: $1.selfWallNs, cpuNs: $1.selfCpuNs))
      }
    }
    for (clock, names) in profile.overheadNames {
      json.column(names.itself, of: labels) {
        $0.value(clock.of(wallNs: $1.overheadWallNs, cpuNs: $1.overheadCpuNs))
      }
    }
  }

  static func writeTasks(of profile: Profile, to json: inout JsonWriter) {
    let tasks = profile.tasks
    json.member("count", tasks.count)
    json.member("left_out", profile.tasksLeftOut)
    json.column("kind", of: tasks) { $0.value($1.kindName) }
    json.column("name", of: tasks) { $0.value($1.name) }
    json.column("thread", of: tasks) { $0.value($1.thread) }
    json.column("function", of: tasks) { $0.value($1.function) }
    json.column("creator", of: tasks) { $0.value($1.creator) }
    json.column("creator_task", of: tasks) { $0.value($1.creatorTask) }
    json.column("label", of: tasks) { $0.value(Int($1.label)) }
    json.column("ended", of: tasks) { $0.value($1.ended) }
    json.column("steps", of: tasks) { $0.value($1.steps) }
    json.column("wall_ns", of: tasks) { $0.value($1.wallNs) }
    json.column("cpu_ns", of: tasks) { $0.value($1.cpuNs) }
    json.column("suspended_ns", of: tasks) { $0.value($1.suspendedNs) }
    json.column("longest_step_ns", of: tasks) { $0.value($1.longestStepNs) }
    json.column("longest_path", of: tasks) { json, task in
      json.array { for name in task.longestPath { $0.value(name) } }
    }
    json.column("wall_overhead_ns", of: tasks) { $0.value($1.overheadWallNs) }
    json.column("cpu_overhead_ns", of: tasks) { $0.value($1.overheadCpuNs) }
    json.column("longest_step_overhead_ns", of: tasks) { $0.value($1.longestStepOverheadNs) }
  }
}
