using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;

namespace Spindle.UserCode.Tests;

/// <summary>Programs that tests compile.</summary>
internal static class EmittedProgram
{
    /// <summary>A program of one method, which calls one of an assembly Dependency of a version; in a folder of its own.</summary>
    public static string Write(string folder, string name, int version, int answer, string? native = null, bool keepsState = false)
    {
        var place = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(place);
        var dependency = new PersistedAssemblyBuilder(new AssemblyName("Dependency") { Version = new Version(version, 0) }, typeof(object).Assembly);
        var type = dependency.DefineDynamicModule("Dependency").DefineType("Answers", TypeAttributes.Public | TypeAttributes.Class);
        var il = type.DefineMethod("Answer", MethodAttributes.Public | MethodAttributes.Static, typeof(int), []).GetILGenerator();
        if (keepsState)
            il.Emit(OpCodes.Ldsfld, type.DefineField("Current", typeof(int), FieldAttributes.Public | FieldAttributes.Static));
        else
            il.Emit(OpCodes.Ldc_I4, answer);
        il.Emit(OpCodes.Ret);
        type.CreateType();
        dependency.Save(Path.Combine(place, "Dependency.dll"));

        var context = new AssemblyLoadContext("emit", isCollectible: true);
        var called = context.LoadFromAssemblyPath(Path.Combine(place, "Dependency.dll")).GetType("Answers")!.GetMethod("Answer")!;
        var program = new PersistedAssemblyBuilder(new AssemblyName(name) { Version = new Version(1, 0) }, typeof(object).Assembly);
        var code = program.DefineDynamicModule(name).DefineType("Code", TypeAttributes.Public | TypeAttributes.Class);
        il = code.DefineMethod("Run", MethodAttributes.Public | MethodAttributes.Static, typeof(int), [typeof(int)]).GetILGenerator();
        il.Emit(OpCodes.Call, called);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Ret);
        if (native is not null)
            code.DefinePInvokeMethod("SystemNative_GetPid", native, MethodAttributes.Public | MethodAttributes.Static | MethodAttributes.PinvokeImpl, CallingConventions.Standard, typeof(int), [],
                System.Runtime.InteropServices.CallingConvention.Cdecl, System.Runtime.InteropServices.CharSet.Ansi).SetImplementationFlags(MethodImplAttributes.PreserveSig);
        code.CreateType();
        var path = Path.Combine(place, name + ".dll");
        program.Save(path);
        return path;
    }

    /// <summary>Puts a library of the machine's own code beside the program as a package does, and names it in its deps.json; false where the machine has none to copy.</summary>
    public static bool AddNative(string program, string name)
    {
        var source = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "libSystem.Native.so");
        if (!File.Exists(source))
            return false;
        var place = Path.Combine(Path.GetDirectoryName(program)!, "runtimes", "linux-x64", "native");
        Directory.CreateDirectory(place);
        File.Copy(source, Path.Combine(place, $"lib{name}.so"));
        File.WriteAllText(Path.ChangeExtension(program, ".deps.json"), $$"""
            { "runtimeTarget": { "name": "t" }, "targets": { "t": {
              "Native/1.0.0": { "runtime": { "{{Path.GetFileName(program)}}": {} } },
              "Dependency/1.0.0": { "runtime": { "lib/net10.0/Dependency.dll": {} },
                "runtimeTargets": { "runtimes/linux-x64/native/lib{{name}}.so": { "rid": "linux-x64", "assetType": "native" }, "runtimes/win-x64/native/{{name}}.dll": { "rid": "win-x64", "assetType": "native" } } } } } }
            """);
        return true;
    }
}
