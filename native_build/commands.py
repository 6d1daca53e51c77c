"""The setuptools commands: check the tools, build the library, build the extension, put them side by side."""

import shutil
from pathlib import Path

from setuptools.command.build import build
from setuptools.command.build_ext import build_ext

from . import swift_library, toolchain


class BuildNativeCodeFirst(build):
    """`build` with the step first that can fail, so that its message is not below a list of copied files."""

    sub_commands = sorted(build.sub_commands, key=lambda command: command[0] != "build_ext")

    def run(self) -> None:
        # WHY: setuptools packs whatever an earlier build left there, modules deleted since included.
        shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()


class BuildNativeCode(build_ext):
    """`build_ext` that makes the Swift library, links the extension with it and puts it beside."""

    def run(self) -> None:
        toolchain.check()
        library = swift_library.build()
        for extension in self.extensions:
            extension.library_dirs = [str(library.parent)]
        super().run()
        for folder in self._extension_folders():
            swift_library.copy_stripped(library, folder)

    def build_extensions(self) -> None:
        # WHY: Pythons built from source (pyenv) put their own lib folder into every extension's search path,
        # where nothing of ours is; it would be a path of this machine in the wheel.
        self.compiler.linker_so = [
            argument
            for argument in self.compiler.linker_so
            if not argument.startswith(("-Wl,-rpath", "-L"))
        ]
        super().build_extensions()

    def get_outputs(self) -> list[str]:
        libraries = [str(folder / swift_library.FILE_NAME) for folder in self._extension_folders()]
        return [*super().get_outputs(), *libraries]

    def _extension_folders(self) -> list[Path]:
        """Where the extensions go: the build folder, or the source tree for an editable install."""
        return sorted(
            {Path(self.get_ext_fullpath(extension.name)).parent for extension in self.extensions}
        )
