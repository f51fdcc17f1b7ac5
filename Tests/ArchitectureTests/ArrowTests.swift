import Foundation
import Testing

@Suite struct ArrowTests {
  @Test func everyTargetDependsOnlyOnWhatThePictureAllows() throws {
    let manifest = try Manifest()
    #expect(manifest.targets.count >= 10)
    for target in manifest.targets where target.name != "TestSupport" && !target.path.hasPrefix("Benchmarks") {
      for dependency in target.dependencies {
        #expect(Arrows.mayImport(target.name, dependency), "\(target.name) → \(dependency) in Package.swift")
      }
    }
  }

  @Test func everyFileImportsOnlyWhatThePictureAllows() throws {
    let manifest = try Manifest()
    for target in manifest.targets where target.path.hasPrefix("Modules") || target.path.hasPrefix("Apps") {
      let inner = manifest.targets.filter { $0.path.hasPrefix(target.path + "/") }.map(\.path)
      for (file, module) in try target.imports(excluding: inner) {
        #expect(Arrows.mayImport(target.name, module), "\(target.name)/\(file) imports \(module)")
      }
    }
  }

  @Test func everyModuleOfThePictureIsATarget() throws {
    let names = Set(try Manifest().targets.map(\.name))
    #expect(names.isSuperset(of: Arrows.modules.keys))
    #expect(names.isSuperset(of: Arrows.apps))
  }

  @Test func everyFolderOfModulesAndAppsBelongsToATarget() throws {
    let paths = try Manifest().targets.map(\.path)
    for parent in ["Modules", "Modules/Plugins", "Apps"] {
      let folders = try FileManager.default.contentsOfDirectory(
        at: Manifest.root.appending(path: parent), includingPropertiesForKeys: nil)
      for folder in folders where folder.hasDirectoryPath && folder.lastPathComponent != "Plugins" {
        #expect(paths.contains("\(parent)/\(folder.lastPathComponent)"), "\(folder.lastPathComponent) is no target")
      }
    }
  }
}
