using System.Reflection;
using System.Runtime.Loader;
using Spindle.Columnar.Errors;
using Spindle.Sql;
using static Spindle.Sql.Functions;

namespace Spindle.UserCode.Tests.Cluster;

/// <summary>Programs as executors get them: their builds, their dependencies' versions, their native libraries.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ClusterShippingTests(ClusterSession cluster) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("spindle-shipped-").FullName;
    private readonly List<AssemblyLoadContext> contexts = [];

    public void Dispose()
    {
        foreach (var context in contexts)
            context.Unload();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Two_versions_of_one_dependency_answer_side_by_side()
    {
        var (older, newer) = (Run(EmittedProgram.Write(folder, "Sales", 1, answer: 10)), Run(EmittedProgram.Write(folder, "Sales2", 2, answer: 20)));
        Assert.Equal([11, 21, 11], [Answer(older), Answer(newer), Answer(older)]);
        // Each query has the files of one program.
        var error = Assert.Throws<SpindleException>(() => cluster.Session.Range(1).Select(Udf(older).Apply(Lit(1)), Udf(newer).Apply(Lit(1))).Collect());
        Assert.Equal("SPINDLE_USER_CODE.TWO_BUILDS", error.ErrorClass.Name);
    }

    [Fact]
    public void A_recompiled_program_under_the_same_name_is_another_program() =>
        Assert.Equal([2, 3], [Answer(Run(EmittedProgram.Write(folder, "Again", 1, answer: 1))), Answer(Run(EmittedProgram.Write(folder, "Again", 1, answer: 2)))]);

    [Fact]
    public void A_program_whose_file_was_replaced_while_it_runs_says_so()
    {
        var path = EmittedProgram.Write(folder, "Replaced", 1, answer: 1);
        var function = Run(path);
        File.Copy(EmittedProgram.Write(folder, "Replaced", 1, answer: 2), path + ".new");
        File.Move(path + ".new", path, overwrite: true);
        var error = Assert.Throws<SpindleException>(() => Answer(function));
        Assert.Equal("SPINDLE_USER_CODE.OTHER_BUILD", error.ErrorClass.Name);
        Assert.Contains("restart the program", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_with_a_native_library_finds_it()
    {
        var program = EmittedProgram.Write(folder, "Native", 1, answer: 1, native: "spindle_demo");
        if (!EmittedProgram.AddNative(program, "spindle_demo") || System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture != System.Runtime.InteropServices.Architecture.X64)
            return;
        var native = Load(program).GetType("Code")!.GetMethod("SystemNative_GetPid")!.CreateDelegate<Func<int>>();
        var pid = cluster.Session.Range(1).Select(Udf((Delegate)native).Apply().As("pid")).Collect()[0].Get<int>(0);
        Assert.NotEqual(0, pid);
        Assert.NotEqual(Environment.ProcessId, pid);
    }

    [Fact]
    public void A_program_that_is_no_file_is_refused_with_the_reason()
    {
        var context = new AssemblyLoadContext("memory", isCollectible: true);
        contexts.Add(context);
        using var bytes = new MemoryStream(File.ReadAllBytes(EmittedProgram.Write(folder, "Memory", 1, answer: 1)));
        var function = context.LoadFromStream(bytes).GetType("Code")!.GetMethod("Run")!.CreateDelegate<Func<int, int>>();
        var error = Assert.Throws<SpindleException>(() => Udf(function));
        Assert.Equal("SPINDLE_USER_CODE.SINGLE_FILE", error.ErrorClass.Name);
        Assert.Contains("publish without PublishSingleFile", error.Message, StringComparison.Ordinal);
    }

    private int Answer(Func<int, int> function) => cluster.Session.Range(1).Select(Udf(function).Apply(Lit(1)).As("r")).Collect()[0].Get<int>(0);

    private Func<int, int> Run(string path) => Load(path).GetType("Code")!.GetMethod("Run")!.CreateDelegate<Func<int, int>>();

    private Assembly Load(string path)
    {
        var context = new AssemblyLoadContext(Path.GetFileNameWithoutExtension(path), isCollectible: true);
        context.Resolving += (of, name) => File.Exists(Path.Combine(Path.GetDirectoryName(path)!, name.Name + ".dll")) ? of.LoadFromAssemblyPath(Path.Combine(Path.GetDirectoryName(path)!, name.Name + ".dll")) : null;
        contexts.Add(context);
        return context.LoadFromAssemblyPath(path);
    }
}
