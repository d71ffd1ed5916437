using System.Collections;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Spindle.Columnar.Types;
using Spindle.Plans.UserCode;
using Spindle.UserCode.Types;

namespace Spindle.UserCode.Capturing;

/// <summary>
/// Writes delegates with what they captured. An object is written once and then known by its number, so that closures which share a variable share it on the other side too. Of a closure,
/// and of the object that a lambda stands in, only the fields that code reaches are written.
/// </summary>
internal sealed class CapturedWriter : IDisposable
{
    public const byte Version = 1;

    private readonly MemoryStream bytes = new();
    private readonly BinaryWriter output;
    private readonly Dictionary<object, int> known = new(ReferenceEqualityComparer.Instance);
    private readonly MethodReach reach;
    private readonly HashSet<object> targets = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Assembly> assemblies = [];
    private readonly HashSet<long> handles = [];

    public CapturedWriter(MethodReach reach)
    {
        this.reach = reach;
        output = new BinaryWriter(bytes);
        output.Write(Version);
    }

    /// <summary>The program's assemblies that were named: those that are neither the engine's nor .NET's.</summary>
    public ValueList<ProgramAssembly> Assemblies =>
        assemblies.Select(a => new ProgramAssembly(a.GetName().Name!, a.ManifestModule.ModuleVersionId.ToString())).OrderBy(a => a.Name, StringComparer.Ordinal).ToValueList();

    /// <summary>The handles that were named.</summary>
    public ValueList<long> Handles => handles.Order().ToValueList();

    public byte[] ToArray() => bytes.ToArray();

    public void Dispose() => output.Dispose();

    /// <summary>Writes a delegate: its method, then the object it is bound to.</summary>
    public void Delegate(Delegate value, string path)
    {
        if (value.GetInvocationList().Length > 1)
            throw UserCodeErrors.Signature(UserCodeErrors.Name(value.Method), "it is several delegates added together");
        var method = value.Method;
        MethodRules.Check(method);
        reach.Add(method, value.Target?.GetType());
        Type(value.GetType());
        Note(method.Module.Assembly);
        output.Write(method.Module.Assembly.GetName().Name!);
        output.Write(method.Module.ModuleVersionId.ToString());
        Type(method.DeclaringType!);
        output.Write(method.MetadataToken);
        var arguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
        output.Write((byte)arguments.Length);
        foreach (var argument in arguments)
            Type(argument);
        if (value.Target is not null)
            targets.Add(value.Target);
        Value(value.Target, path);
    }

    /// <summary>Writes a value; objects are sent whole.</summary>
    /// <param name="path">How a person finds it.</param>
    public void Value(object? value, string path)
    {
        if (value is null)
        {
            output.Write((byte)ValueTag.Null);
            return;
        }

        if (Simple(value))
            return;
        var type = value.GetType();
        if (!type.IsValueType)
        {
            if (known.TryGetValue(value, out var number))
            {
                Tag(ValueTag.Known);
                output.Write(number);
                return;
            }

            known.Add(value, known.Count);
        }

        switch (value)
        {
            case string text:
                Tag(ValueTag.String);
                // Halves of surrogate pairs are kept.
                output.Write(text.Length);
                output.Write(MemoryMarshal.AsBytes(text.AsSpan()));
                break;
            case Delegate inner:
                Tag(ValueTag.Delegate);
                Delegate(inner, path);
                break;
            case ITravelHandle handle:
                Tag(ValueTag.Handle);
                Type(type);
                output.Write(handle.HandleId);
                handles.Add(handle.HandleId);
                break;
            case Array array:
                Array(array, type, path);
                break;
            default:
                if (!Collection(value, type, path))
                    Object(value, type, path);
                break;
        }
    }

    private bool Simple(object value)
    {
        var type = value.GetType();
        if (type.IsEnum)
        {
            Tag(ValueTag.Enumeration);
            Type(type);
            output.Write(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
            return true;
        }

        switch (value)
        {
            case bool v: Tag(ValueTag.Boolean).Write(v); return true;
            case sbyte v: Tag(ValueTag.SByte).Write(v); return true;
            case byte v: Tag(ValueTag.Byte).Write(v); return true;
            case short v: Tag(ValueTag.Int16).Write(v); return true;
            case ushort v: Tag(ValueTag.UInt16).Write(v); return true;
            case int v: Tag(ValueTag.Int32).Write(v); return true;
            case uint v: Tag(ValueTag.UInt32).Write(v); return true;
            case long v: Tag(ValueTag.Int64).Write(v); return true;
            case ulong v: Tag(ValueTag.UInt64).Write(v); return true;
            case Int128 v:
                Tag(ValueTag.Int128).Write((ulong)v);
                output.Write((ulong)(v >> 64));
                return true;
            case float v: Tag(ValueTag.Single).Write(v); return true;
            case double v: Tag(ValueTag.Double).Write(v); return true;
            case decimal v: Tag(ValueTag.Decimal).Write(v); return true;
            case char v: Tag(ValueTag.Char).Write((ushort)v); return true;
            case Guid v: Tag(ValueTag.Guid).Write(v.ToByteArray()); return true;
            case DateOnly v: Tag(ValueTag.Date).Write(v.DayNumber); return true;
            case TimeOnly v: Tag(ValueTag.Time).Write(v.Ticks); return true;
            case TimeSpan v: Tag(ValueTag.Duration).Write(v.Ticks); return true;
            default: return Instants.TryWrite(value, output, () => Tag(ValueTag.Instant), () => Tag(ValueTag.InstantWithOffset));
        }
    }

    private void Array(Array array, Type type, string path)
    {
        if (array.Rank != 1 || !type.IsSZArray)
            throw UserCodeErrors.Captured(path, type, "use an array of one dimension, or arrays of arrays");
        var element = type.GetElementType()!;
        Tag(element.IsPrimitive && element != typeof(nint) && element != typeof(nuint) ? ValueTag.Numbers : ValueTag.Array);
        Type(element);
        output.Write(array.Length);
        if (element.IsPrimitive)
        {
            output.Write(Bytes(array, element));
            return;
        }

        foreach (var item in array)
            Value(item, path + "[]");
    }

    private static ReadOnlySpan<byte> Bytes(Array array, Type element) =>
        MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(array), array.Length * CapturedReader.SizeOf(element));

    private bool Collection(object value, Type type, string path)
    {
        if (!type.IsGenericType)
            return false;
        var definition = type.GetGenericTypeDefinition();
        if (definition == typeof(List<>))
        {
            Tag(ValueTag.List);
            Type(type);
            output.Write(((ICollection)value).Count);
            foreach (var item in (IEnumerable)value)
                Value(item, path + "[]");
            return true;
        }

        if (definition == typeof(HashSet<>))
        {
            Tag(ValueTag.Set);
            Type(type);
            output.Write(Comparer(type.GetProperty("Comparer")!.GetValue(value)!, type.GetGenericArguments()[0], path));
            var items = ((IEnumerable)value).Cast<object?>().ToList();
            output.Write(items.Count);
            foreach (var item in items)
                Value(item, path + "[]");
            return true;
        }

        if (definition != typeof(Dictionary<,>))
            return false;
        Tag(ValueTag.Dictionary);
        Type(type);
        output.Write(Comparer(type.GetProperty("Comparer")!.GetValue(value)!, type.GetGenericArguments()[0], path));
        var entries = (IDictionary)value;
        output.Write(entries.Count);
        foreach (DictionaryEntry entry in entries)
        {
            Value(entry.Key, path + ".Keys");
            Value(entry.Value, path + "[]");
        }

        return true;
    }

    private static byte Comparer(object comparer, Type key, string path)
    {
        if (ReferenceEquals(comparer, typeof(EqualityComparer<>).MakeGenericType(key).GetProperty("Default")!.GetValue(null)))
            return 0;
        for (var i = 1; i < CapturedReader.Comparers.Length; i++)
            if (comparer.Equals(CapturedReader.Comparers[i]))
                return (byte)i;
        throw UserCodeErrors.Captured($"the comparer of {path}", comparer.GetType(), "use the default one, or StringComparer.Ordinal or OrdinalIgnoreCase");
    }

    private void Object(object value, Type type, string path)
    {
        var partial = targets.Contains(value) || ProgramCode.IsClosure(type);
        ObjectRules.Check(type, path, partial);
        Tag(ValueTag.Object);
        Type(type);
        var fields = ObjectRules.Fields(type).Where(f => !partial || value is ITravels || reach.Reaches(f)).ToList();
        output.Write(fields.Count);
        foreach (var field in fields)
        {
            Type(field.DeclaringType!);
            output.Write(field.Name);
            Value(field.GetValue(value), ObjectRules.Path(path, type, field));
        }
    }

    private void Type(Type type)
    {
        TypeText.Write(output, type);
        Note(type);
    }

    private void Note(Type type)
    {
        if (type.HasElementType)
            Note(type.GetElementType()!);
        else
            Note(type.Assembly);
        foreach (var argument in type.IsGenericType ? type.GetGenericArguments() : [])
            Note(argument);
    }

    private void Note(Assembly assembly)
    {
        if (!ProgramCode.IsEngine(assembly) && !ProgramCode.IsFramework(assembly))
            assemblies.Add(assembly);
    }

    private BinaryWriter Tag(ValueTag tag)
    {
        output.Write((byte)tag);
        return output;
    }
}
