using System.Reflection;
using System.Runtime.Loader;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Plans.Expressions;
using Spindle.Plans.UserCode;
using Spindle.UserCode.Calls;
using Spindle.UserCode.Capturing;
using Spindle.UserCode.Shipping;

namespace Spindle.UserCode.Tests;

/// <summary>A program's assemblies in a second load context, as an executor has them.</summary>
public sealed class ShippingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("spindle-shipping-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_manifest_has_the_program_and_its_packages_and_not_the_engine()
    {
        var files = ProgramManifest.Of(typeof(ShippingTests).Assembly).Files;
        var names = files.Select(f => f.Name).ToList();
        Assert.Contains("Spindle.UserCode.Tests", names);
        Assert.Contains("xunit.assert", names);
        Assert.DoesNotContain("Spindle.Columnar", names);
        Assert.DoesNotContain("Spindle.Session", names);
        Assert.DoesNotContain("System.Private.CoreLib", names);
        Assert.All(files, f => Assert.Equal(64, f.Hash.Length));
        Assert.Equal(names.Distinct(), names);
    }

    [Fact]
    public void A_function_runs_in_a_context_of_its_own_with_the_engines_assemblies_shared()
    {
        var factor = 3;
        var sent = FunctionShape.Of((long x) => new Scale(factor).Times(x));
        var context = Context(typeof(ShippingTests).Assembly, out var fetched);
        var loaded = LoadedDelegate.Of(sent.Code, context, NoHandles.Instance);
        Assert.Same(context, AssemblyLoadContext.GetLoadContext(loaded.Method.Module.Assembly));
        Assert.NotSame(typeof(ShippingTests).Assembly, loaded.Method.Module.Assembly);
        Assert.Same(typeof(UserFunction).Assembly, context.Find("Spindle.Plans", null));
        Assert.Equal([3L, 6, 9], Call(new UserFunctions(context, NoHandles.Instance), sent, [1, 2, 3]));
        Assert.Equal(["Spindle.UserCode.Tests"], fetched);
        context.Unload();
    }

    [Fact]
    public void Files_are_fetched_once_for_a_folder_and_checked()
    {
        var sent = FunctionShape.Of((long x) => x + 1);
        LoadedDelegate.Of(sent.Code, Context(typeof(ShippingTests).Assembly, out var first), NoHandles.Instance);
        LoadedDelegate.Of(sent.Code, Context(typeof(ShippingTests).Assembly, out var second), NoHandles.Instance);
        Assert.Single(first);
        Assert.Empty(second);
        var manifest = ProgramManifest.Of(typeof(ShippingTests).Assembly);
        var broken = new ProgramLoadContext("broken", manifest.Files, new Store(_ => [1, 2, 3]), Path.Combine(folder, "other"));
        Assert.Throws<InvalidDataException>(() => broken.Find("Spindle.UserCode.Tests", null));
    }

    [Fact]
    public void Two_versions_of_one_dependency_stay_apart()
    {
        var (oldProgram, newProgram) = (Program("Sales", 1, answer: 10), Program("Sales2", 2, answer: 20));
        foreach (var (path, answer) in new[] { (oldProgram, 10), (newProgram, 20) })
        {
            var context = Context(path, out _);
            var method = context.Find(Path.GetFileNameWithoutExtension(path), null).GetType("Code")!.GetMethod("Run")!;
            Assert.Equal(answer, method.Invoke(null, [0]));
        }
    }

    [Fact]
    public void A_recompiled_program_under_the_same_name_is_another_program()
    {
        var first = Program("Again", 1, answer: 1);
        var context = Context(first, out _);
        var build = context.Find("Again", null).ManifestModule.ModuleVersionId.ToString();
        var second = Context(Program("Again", 1, answer: 2), out _);
        Assert.Equal(2, second.Find("Again", null).GetType("Code")!.GetMethod("Run")!.Invoke(null, [0]));
        Assert.Equal(1, context.Find("Again", build).GetType("Code")!.GetMethod("Run")!.Invoke(null, [0]));
        var error = Assert.Throws<SpindleException>(() => second.Find("Again", build));
        Assert.Equal("SPINDLE_USER_CODE.OTHER_BUILD", error.ErrorClass.Name);
    }

    [Fact]
    public void A_package_with_a_native_library_finds_it()
    {
        var program = Program("Native", 1, answer: 1, native: "spindle_demo");
        if (!EmittedProgram.AddNative(program, "spindle_demo"))
            return;
        if (System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture != System.Runtime.InteropServices.Architecture.X64)
            return;
        var context = Context(program, out var fetched);
        Assert.Equal(Environment.ProcessId, context.Find("Native", null).GetType("Code")!.GetMethod("SystemNative_GetPid")!.Invoke(null, []));
        Assert.Contains("libspindle_demo.so", fetched);
    }

    [Theory]
    [InlineData("project", true)]
    [InlineData("package", false)]
    public void A_mutable_static_of_a_project_of_the_program_is_refused_and_a_packages_is_its_own(string kind, bool refused)
    {
        var path = EmittedProgram.Write(folder, "Keeps", 1, answer: 0, keepsState: true);
        File.WriteAllText(Path.ChangeExtension(path, ".deps.json"), $$"""
            { "runtimeTarget": { "name": "t" }, "targets": { "t": { "Keeps/1.0.0": { "runtime": { "Keeps.dll": {} } }, "Dependency/1.0.0": { "runtime": { "Dependency.dll": {} } } } },
              "libraries": { "Keeps/1.0.0": { "type": "project" }, "Dependency/1.0.0": { "type": "{{kind}}" } } }
            """);
        var context = new AssemblyLoadContext("keeps", isCollectible: true);
        context.Resolving += (of, name) => of.LoadFromAssemblyPath(Path.Combine(Path.GetDirectoryName(path)!, name.Name + ".dll"));
        var function = context.LoadFromAssemblyPath(path).GetType("Code")!.GetMethod("Run")!.CreateDelegate<Func<int, int>>();
        if (refused)
            Assert.Contains("Answers.Current", Assert.Throws<SpindleException>(() => DelegateCapture.Of(function)).Message, StringComparison.Ordinal);
        else
            Assert.Equal("Keeps", DelegateCapture.Of(function).Assembly);
        context.Unload();
    }

    [Fact]
    public void What_was_not_sent_is_an_error_by_name()
    {
        var error = Assert.Throws<SpindleException>(() => Context(typeof(ShippingTests).Assembly, out _).Find("No.Such.Assembly", null));
        Assert.Equal("SPINDLE_USER_CODE.MISSING_ASSEMBLY", error.ErrorClass.Name);
        Assert.Contains("No.Such.Assembly", error.Message, StringComparison.Ordinal);
    }

    private ProgramLoadContext Context(Assembly program, out List<string> fetched) => Context(ProgramManifest.Of(program), out fetched);

    private ProgramLoadContext Context(string program, out List<string> fetched)
    {
        // Reading the manifest needs the assembly's place only.
        var probe = new AssemblyLoadContext("probe", isCollectible: true);
        return Context(ProgramManifest.Of(probe.LoadFromAssemblyPath(program)), out fetched);
    }

    private ProgramLoadContext Context(ProgramManifest manifest, out List<string> fetched)
    {
        var names = fetched = [];
        return new ProgramLoadContext("test", manifest.Files, new Store(hash =>
        {
            names.Add(manifest.Files.First(f => f.Hash == hash) is { Kind: ProgramFileKind.Native } native ? native.FileName : manifest.Files.First(f => f.Hash == hash).Name);
            return manifest.Fetch(hash, default);
        }), Path.Combine(folder, "kept"));
    }

    private static unsafe List<long> Call(UserFunctions functions, UserFunction function, long[] values)
    {
        var budget = new MemoryBudget();
        using var kernel = functions.Open(new UserCall("f", function, [new BoundReference(0, DataType.Long, false, "x")]), budget);
        var buffer = budget.Allocate(values.Length * sizeof(long));
        values.CopyTo(new Span<long>(buffer.Pointer, values.Length));
        var column = new FlatVector(DataType.Long, values.Length, buffer);
        var result = kernel.Run([column], LaneSet.All(values.Length));
        var read = Enumerable.Range(0, values.Length).Select(i => (long)result.Read(i)!).ToList();
        result.Release();
        column.Release();
        return read;
    }

    private string Program(string name, int version, int answer, string? native = null) => EmittedProgram.Write(folder, name, version, answer, native);

    public sealed class Scale(int factor)
    {
        public long Times(long x) => x * factor;
    }

    private sealed class Store(Func<string, byte[]> fetch) : IProgramStore
    {
        public byte[] Fetch(string hash, CancellationToken cancellation) => fetch(hash);
    }
}
