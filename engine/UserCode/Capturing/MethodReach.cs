using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Spindle.UserCode.Capturing;

/// <summary>
/// What code reaches when it runs: the fields it reads, through the methods of the program that it calls. A virtual call reaches the overrides of the types that the code makes or that
/// were captured.
/// </summary>
internal sealed class MethodReach
{
    private readonly HashSet<(Module, int)> fields = [];
    private readonly HashSet<(Module, int, Type?)> visited = [];
    private readonly HashSet<Type> made = [];
    private readonly List<MethodInfo> virtualCalls = [];
    private readonly Queue<MethodBase> pending = new();
    private readonly HashSet<Assembly> program = [];
    private readonly HashSet<Assembly> foreign = [];

    /// <summary>The number of fields and methods reached so far; what has been written must be written again when it has grown.</summary>
    public int Size => fields.Count + visited.Count;

    /// <summary>True where some code reached so far names the field.</summary>
    public bool Reaches(FieldInfo field) => fields.Contains((field.Module, field.MetadataToken));

    /// <summary>Adds what a method reaches.</summary>
    /// <param name="target">The object that it is called on; null for none.</param>
    /// <exception cref="Columnar.Errors.SpindleException">SPINDLE_USER_CODE: it reads what an executor does not have.</exception>
    public void Add(MethodInfo method, Type? target)
    {
        if (program.Add(method.Module.Assembly))
            foreign.Clear();
        Make(target);
        Visit(method);
        var root = UserCodeErrors.Name(method);
        while (pending.TryDequeue(out var next))
            Read(next, root);
    }

    private void Read(MethodBase method, string root)
    {
        foreach (var (code, member) in IlReader.Members(method))
        {
            switch (member)
            {
                case FieldInfo { IsStatic: true } field:
                    if (code == OpCodes.Ldsfld || code == OpCodes.Ldsflda)
                        CheckStatic(field, root);
                    break;
                case FieldInfo field:
                    fields.Add((field.Module, field.MetadataToken));
                    break;
                case ConstructorInfo constructor:
                    Make(constructor.DeclaringType);
                    Visit(constructor);
                    break;
                case MethodInfo called:
                    Visit(called);
                    if (called.IsVirtual)
                        Override(called);
                    break;
            }
        }
    }

    private void Visit(MethodBase method)
    {
        if (!Belongs(method.Module.Assembly) || !visited.Add((method.Module, method.MetadataToken, method.DeclaringType is { IsGenericType: true } generic ? generic : null)))
            return;
        pending.Enqueue(method);
        if (method is MethodInfo && method.GetCustomAttribute<StateMachineAttribute>() is { StateMachineType: var machine }
            && machine.GetMethod("MoveNext", BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance) is { } move)
            Visit(move);
    }

    // The functions' own assemblies, and the projects that they were built with.
    private bool Belongs(Assembly assembly)
    {
        if (program.Contains(assembly))
            return true;
        if (foreign.Contains(assembly))
            return false;
        var belongs = program.Any(root => ProgramProjects.Has(root, assembly));
        (belongs ? program : foreign).Add(assembly);
        return belongs;
    }

    private void Make(Type? type)
    {
        if (type is null || type.IsArray || type.IsGenericTypeDefinition || !Belongs(type.Assembly) || !made.Add(type))
            return;
        foreach (var called in virtualCalls)
            Implementation(type, called);
    }

    private void Override(MethodInfo called)
    {
        if (virtualCalls.Contains(called))
            return;
        virtualCalls.Add(called);
        foreach (var type in made)
            Implementation(type, called);
    }

    private void Implementation(Type type, MethodInfo called)
    {
        var declaring = called.DeclaringType!;
        if (declaring.ContainsGenericParameters || !declaring.IsAssignableFrom(type) || type.IsInterface || type.ContainsGenericParameters)
            return;
        if (declaring.IsInterface)
        {
            if (called.IsGenericMethod)
                return;
            var map = type.GetInterfaceMap(declaring);
            var index = Array.IndexOf(map.InterfaceMethods, called);
            if (index >= 0)
                Visit(map.TargetMethods[index]);
            return;
        }

        var definition = called.GetBaseDefinition();
        foreach (var method in type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            if (method.IsVirtual && method.Name == called.Name && method.GetBaseDefinition() == definition)
                Visit(method);
    }

    private void CheckStatic(FieldInfo field, string root)
    {
        if (field.IsInitOnly || field.IsLiteral || !Belongs(field.Module.Assembly))
            return;
        // The compiler's own caches of delegates and call sites hold nothing of the program's.
        if (field.Name.StartsWith("<>", StringComparison.Ordinal) || (field.DeclaringType is { } type && (type.Name.StartsWith("<>", StringComparison.Ordinal) || type.Name == "<PrivateImplementationDetails>")))
            return;
        var name = field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;
        throw UserCodeErrors.MutableStatic(root, $"{UserCodeErrors.Name(field.DeclaringType!)}.{name}");
    }
}
