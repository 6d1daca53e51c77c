import CRecording

/// What the events of one call add to the program that is profiled, by kind, as the bridge measured it: `sp_event_costs`.
public struct EventCosts: Sendable, Equatable {
  /// Nanoseconds of wall time, all of which are CPU time too.
  public struct Cost: Sendable, Equatable {
    /// Within the callee's own measured time.
    public var insideNs: Double
    /// Within its caller's.
    public var outsideNs: Double

    public init(insideNs: Double = 0, outsideNs: Double = 0) {
      (self.insideNs, self.outsideNs) = (insideNs, outsideNs)
    }

    public var allNs: Double { insideNs + outsideNs }
  }

  /// What a call costs more where its caller calls now this, now that, with other code between: the processor then
  /// foresees less of what the interpreter's hook and swiftprof do. See `Profiles/Overhead/VariedCalls.swift`.
  ///
  /// WHY no measurement: it shows in programs that do many things, and not in the loops for which there is time at a start.
  /// Both are multiples of what a call costs, by which real programs come out best (`docs/overhead.md`).
  public struct Variety: Sendable, Equatable {
    public var mostNs = 0.0
    /// How much other code there is between two events when it is half of that.
    public var halfNs = 0.0

    public init(mostNs: Double = 0, halfNs: Double = 0) {
      (self.mostNs, self.halfNs) = (mostNs, halfNs)
    }

    init(ofCalls call: Cost) {
      self.init(mostNs: 1.2 * call.allNs, halfNs: call.allNs)
    }
  }

  /// Call and return of a Python function that Python code calls.
  public var call = Cost()
  /// The same without an event of the call itself: by C code, an operator, a property.
  public var bareCall = Cost()
  /// What leaving by an exception adds.
  public var unwind = Cost()
  /// A generator goes on, and is suspended again.
  public var resumption = Cost()
  /// A coroutine or async generator does.
  public var awakening = Cost()
  public var builtin = Cost()
  public var method = Cost()
  public var type = Cost()
  /// A call that has events and is not recorded; its caller's.
  public var unrecorded = Cost()
  public var span = Cost()
  /// A coroutine or async generator begins and ends.
  public var coroutine = Cost()
  /// The bare call of an `__init__`, and what its type's call costs beyond that of another type.
  public var initializer = Cost()
  /// `super()` with a method of it; its caller's.
  public var superCall = Cost()
  /// What one event costs more if it happens far behind in the code of its function; inside: before the clock is read.
  public var far = Cost()
  /// What an awakening costs more that is a step of a task.
  public var step = Cost()
  public var variety = Variety()
  /// How long the probe of the machine's speed took meanwhile; 0: nothing was measured.
  public var probeNs = 0.0
  /// How many times as long Python code without calls takes while it is recorded; 0: unknown.
  public var slowdown = 0.0

  public init() {}

  public init(_ costs: sp_event_costs) {
    let of = [
      costs.of.0, costs.of.1, costs.of.2, costs.of.3, costs.of.4, costs.of.5, costs.of.6, costs.of.7,
      costs.of.8, costs.of.9, costs.of.10, costs.of.11, costs.of.12,
      costs.of.13, costs.of.14,
    ]
    func cost(_ kind: sp_cost_kind) -> Cost {
      let cost = of[Int(kind.rawValue)]
      return Cost(insideNs: cost.inside_ns, outsideNs: cost.outside_ns)
    }
    call = cost(SP_COST_CALL)
    bareCall = cost(SP_COST_BARE_CALL)
    unwind = cost(SP_COST_UNWIND)
    resumption = cost(SP_COST_RESUMPTION)
    awakening = cost(SP_COST_AWAKENING)
    builtin = cost(SP_COST_BUILTIN)
    method = cost(SP_COST_METHOD)
    type = cost(SP_COST_TYPE)
    unrecorded = cost(SP_COST_UNRECORDED)
    span = cost(SP_COST_SPAN)
    coroutine = cost(SP_COST_COROUTINE)
    initializer = cost(SP_COST_INITIALIZER)
    superCall = cost(SP_COST_SUPER)
    far = cost(SP_COST_FAR)
    step = cost(SP_COST_STEP)
    variety = Variety(ofCalls: call)
    (probeNs, slowdown) = (costs.probe_ns, costs.slowdown)
  }
}
