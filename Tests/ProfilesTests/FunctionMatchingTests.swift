import Recording
import Testing

@testable import Profiles

@Suite struct FunctionMatchingTests {
  /// "module:qualified.name file:line"; no file: written in C.
  private func function(_ text: String) -> Profile.Function {
    let words = text.split(separator: " ")
    let names = words[0].split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let place = words.count > 1 ? words[1].split(separator: ":").map(String.init) : ["", "0"]
    let name = String(names[1].split(separator: ".").last ?? "")
    return Profile.Function(
      Snapshot.Function(
        name: name, qualifiedName: names[1], module: names[0], file: place[0],
        firstLine: Int32(place[1])!, kind: place[0].isEmpty ? .builtin : .python),
      tally: CallTally())
  }

  /// Pairs as "before after", moved ones with "~", then what has no partner: "-before", "+after".
  private func matched(_ before: [String], _ after: [String]) -> Set<String> {
    let matching = FunctionMatching(before.map(function), after.map(function))
    let pairs = matching.pairs.map {
      "\($0.before)\($0.evidence == .moved ? "~" : "=")\($0.after)"
    }
    return Set(pairs + matching.gone.map { "-\($0)" } + matching.new.map { "+\($0)" })
  }

  @Test func theSameNameIsTheSameFunctionWhereverItsLineIs() {
    #expect(
      matched(["a:f a.py:1", "a:g a.py:9"], ["a:g a.py:30", "a:f a.py:4"]) == ["0=1", "1=0"])
  }

  @Test func aSecondRunOfTheSameProgramMatchesWhole() {
    let names = ["a:f.<lambda> a.py:3", "a:f.<lambda> a.py:5", ":len", "b:C.f b.py:2", "a:f.<lambda> a.py:3"]
    let matching = FunctionMatching(names.map(function), names.map(function))
    #expect(matching.pairs.count == 5)
    #expect(matching.pairs.allSatisfy { $0.evidence == .same })
    #expect(matching.gone.isEmpty && matching.new.isEmpty)
  }

  @Test func severalOfOneNameKeepTheOrderOfTheirLines() {
    let before = ["a:f.<lambda> a.py:20", "a:f.<lambda> a.py:10"]
    let after = ["a:f.<lambda> a.py:20", "a:f.<lambda> a.py:30"]
    #expect(matched(before, after) == ["1=0", "0=1"])
  }

  @Test func oneMoreOfOneNameLeavesTheOthersWhereTheyStand() {
    let before = ["a:f.<lambda> a.py:10", "a:f.<lambda> a.py:30"]
    let after = ["a:f.<lambda> a.py:10", "a:f.<lambda> a.py:20", "a:f.<lambda> a.py:30"]
    #expect(matched(before, after) == ["0=0", "1=2", "+1"])
  }

  @Test func aRenamedModuleOfOneFileIsAMove() {
    #expect(matched(["__main__:f app.py:1"], ["app:f app.py:1"]) == ["0=0"])
    #expect(matched(["__main__:f app.py:1"], ["app:f app.py:7"]) == ["0~0"])
  }

  @Test func aRenamedPackageIsAMoveOfEachFile() {
    let before = ["old.db:P.get old/db.py:1", "old.web:P.get old/web.py:1", "old.db:f.<lambda> old/db.py:5"]
    let after = ["new.web:P.get new/web.py:1", "new.db:P.get new/db.py:2", "new.db:f.<lambda> new/db.py:5"]
    #expect(matched(before, after) == ["0~1", "1~0", "2~2"])
  }

  @Test func aRenamedFileIsAMoveWhereTheNameIsTheOnlyOneLeft() {
    #expect(matched(["a:Pool.get a.py:1"], ["b:Pool.get b.py:9"]) == ["0~0"])
    #expect(
      matched(["a:get a.py:1", "c:get c.py:1"], ["b:get b.py:9"]) == ["-0", "-1", "+0"])
  }

  @Test func namesThatSayNothingDoNotMoveBetweenFiles() {
    #expect(matched(["a:<module> a.py:1"], ["b:<module> b.py:1"]) == ["-0", "+0"])
    #expect(matched(["a:f.<genexpr> a.py:1"], ["b:f.<genexpr> b.py:1"]) == ["-0", "+0"])
  }

  @Test func functionsWrittenInCDoNotMove() {
    #expect(matched(["os:open"], ["io:open"]) == ["-0", "+0"])
    #expect(matched(["os:open", "builtins:len"], ["builtins:len"]) == ["1=0", "-0"])
  }

  @Test func withoutModulesTheFileTellsFunctionsApart() {
    #expect(matched([":f a.py:1", ":f b.py:1"], [":f b.py:2", ":f c.py:1"]) == ["1=0", "0~1"])
    #expect(matched([":get a.py:3"], ["a:Pool.get a.py:3"]) == ["0=0"])
  }

  @Test func namesAreComparedByteByByte() {
    #expect(matched(["a:\u{e9} a.py:1"], ["a:e\u{301} a.py:9"]) == ["-0", "+0"])
  }

  @Test func everyFunctionIsInOnePairOrInNone() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let side = { () -> [String] in
        (0..<Int.random(in: 0...12, using: &random)).map { _ in
          let (module, name) = (["a", "b", ""].randomElement()!, ["f", "C.f", "<lambda>"].randomElement()!)
          let place = ["", " a.py:\(Int.random(in: 1...3))", " x/b.py:2"].randomElement()!
          return "\(module):\(name)\(place)"
        }
      }
      let (before, after) = (side(), side())
      let matching = FunctionMatching(before.map(function), after.map(function))
      #expect((matching.pairs.map(\.before) + matching.gone).sorted() == Array(before.indices))
      #expect((matching.pairs.map(\.after) + matching.new).sorted() == Array(after.indices))
      #expect(matching.gone == matching.gone.sorted() && matching.new == matching.new.sorted())
    }
  }
}
