import CRecording

/// Taking records out again: only labels of ended sessions ever go.
extension SharedState {
  /// All nodes there are. Usually a parent's cell is smaller than its child's; where cells have been used again it
  /// need not be.
  func nodesParentsFirst() -> [UInt32] {
    var cells: [UInt32] = []
    var function = region.header.pointee.first_function
    while function != 0 {
      let record = region.record(function, as: sp_function.self)
      var cell = record.pointee.first_node
      while cell != 0 {
        cells.append(cell)
        cell = region.record(cell, as: sp_node.self).pointee.next_of_function
      }
      function = record.pointee.next
    }
    return parentsFirst(cells) { region.record($0, as: sp_node.self).pointee.parent }
  }

  /// Puts nodes into the lists of the functions that they are of now, and takes those out that are no more.
  mutating func remove(nodes freed: [UInt32], ofFunctions functions: Set<UInt32>) {
    let gone = Set(freed)
    var kept: [UInt32] = []
    for function in functions {
      let record = region.record(function, as: sp_function.self)
      var cell = record.pointee.first_node
      while cell != 0 {
        let node = region.record(cell, as: sp_node.self)
        if !gone.contains(cell) { kept.append(cell) }
        cell = node.pointee.next_of_function
      }
      record.pointee.first_node = 0
    }
    for cell in kept.sorted() {
      let node = region.record(cell, as: sp_node.self)
      let record = region.record(node.pointee.function, as: sp_function.self)
      node.pointee.next_of_function = record.pointee.first_node
      record.pointee.first_node = cell
    }
    nodeCount -= freed.count
    give(freed)
  }

  /// Functions that have no node any more, by their keys. O(functions), however many go.
  mutating func removeFunctions(_ keys: [sp_key: UInt32]) {
    for key in keys.keys { functionOfKey.removeValue(forKey: key) }
    let gone = Set(keys.values)
    functionOfIdentity = functionOfIdentity.filter { !gone.contains($0.value) }
    var kept: UInt32 = 0
    var at = region.header.pointee.first_function
    while at != 0 {
      let record = region.record(at, as: sp_function.self).pointee
      if gone.contains(at) {
        setNext(of: kept, to: record.next)
        give([at] + (record.text..<record.text + UInt32(region.cells(ofBytes: record.textBytes))))
      } else {
        kept = at
      }
      at = record.next
    }
  }

  private func setNext(of function: UInt32, to next: UInt32) {
    if function == 0 {
      region.header.pointee.first_function = next
    } else {
      region.record(function, as: sp_function.self).pointee.next = next
    }
  }

  func forEachTask(_ body: (TaskPointer) -> Void) {
    var thread = region.header.pointee.first_thread
    while thread != 0 {
      let record = region.record(thread, as: sp_thread.self)
      var task = record.pointee.first_task
      while task != 0 {
        body(region.record(task, as: sp_task.self))
        task = region.record(task, as: sp_task.self).pointee.next
      }
      thread = record.pointee.next
    }
  }
}

extension sp_function {
  fileprivate var textBytes: Int {
    Int(name_bytes) + Int(qualified_name_bytes) + Int(module_bytes) + Int(file_bytes)
  }
}

/// Cells of nodes in an order in which each comes after its parent; ascending where that is such an order.
func parentsFirst(_ cells: [UInt32], parent: (UInt32) -> UInt32) -> [UInt32] {
  let sorted = cells.sorted()
  guard let last = sorted.last, sorted.contains(where: { parent($0) > $0 }) else { return sorted }
  var ordered: [UInt32] = []
  ordered.reserveCapacity(sorted.count)
  var isPlaced = [Bool](repeating: false, count: Int(last) + 1)
  var path: [UInt32] = []
  for cell in sorted {
    var at = cell
    while at != 0, !isPlaced[Int(at)] {
      path.append(at)
      at = parent(at)
    }
    while let next = path.popLast() {
      isPlaced[Int(next)] = true
      ordered.append(next)
    }
  }
  return ordered
}
