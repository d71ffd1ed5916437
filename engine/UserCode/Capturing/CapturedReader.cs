using System.Collections;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Spindle.UserCode.Types;

namespace Spindle.UserCode.Capturing;

/// <summary>Makes delegates of what <see cref="CapturedWriter"/> wrote, with copies of what they captured.</summary>
internal sealed class CapturedReader : IDisposable
{
    internal static readonly object?[] Comparers =
    [
        null, StringComparer.Ordinal, StringComparer.OrdinalIgnoreCase, StringComparer.InvariantCulture, StringComparer.InvariantCultureIgnoreCase,
    ];

    private readonly BinaryReader input;
    private readonly IAssemblySource assemblies;
    private readonly IHandleSource handles;
    private readonly List<object?> known = [];

    public CapturedReader(ReadOnlyMemory<byte> bytes, IAssemblySource assemblies, IHandleSource handles) : this(new MemoryStream(bytes.ToArray()), assemblies, handles)
    {
    }

    /// <param name="bytes">Disposed with the reader.</param>
    public CapturedReader(Stream bytes, IAssemblySource assemblies, IHandleSource handles)
    {
        input = new BinaryReader(bytes);
        this.assemblies = assemblies;
        this.handles = handles;
        if (input.ReadByte() is var version && version != CapturedWriter.Version)
            throw new UnreachableException($"captured values of version {version}");
    }

    public void Dispose() => input.Dispose();

    /// <summary>The method of a delegate and the object that it is bound to.</summary>
    public (Type Type, MethodInfo Method, object? Target) Delegate()
    {
        var type = TypeText.Read(input, assemblies);
        var assembly = input.ReadString();
        var build = input.ReadString();
        var module = assemblies.Find(assembly, build).ManifestModule;
        if (module.ModuleVersionId.ToString() is var found && found != build)
            throw UserCodeErrors.OtherBuild(assembly, build, found);
        var declaring = TypeText.Read(input, assemblies);
        var definition = (MethodInfo)module.ResolveMethod(input.ReadInt32())!;
        var method = (MethodInfo)MethodBase.GetMethodFromHandle(definition.MethodHandle, declaring.TypeHandle)!;
        var arguments = new Type[input.ReadByte()];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = TypeText.Read(input, assemblies);
        if (arguments.Length > 0)
            method = method.MakeGenericMethod(arguments);
        return (type, method, Value());
    }

    internal static int SizeOf(Type primitive) => primitive == typeof(bool) ? 1 : primitive == typeof(char) ? 2 : Marshal.SizeOf(primitive);

    /// <summary>A value that was written by itself.</summary>
    public object? Value()
    {
        var tag = (ValueTag)input.ReadByte();
        switch (tag)
        {
            case ValueTag.Null: return null;
            case ValueTag.Known: return known[input.ReadInt32()];
            case ValueTag.Boolean: return input.ReadBoolean();
            case ValueTag.SByte: return input.ReadSByte();
            case ValueTag.Byte: return input.ReadByte();
            case ValueTag.Int16: return input.ReadInt16();
            case ValueTag.UInt16: return input.ReadUInt16();
            case ValueTag.Int32: return input.ReadInt32();
            case ValueTag.UInt32: return input.ReadUInt32();
            case ValueTag.Int64: return input.ReadInt64();
            case ValueTag.UInt64: return input.ReadUInt64();
            case ValueTag.Int128:
                var low = input.ReadUInt64();
                return (Int128)new UInt128(input.ReadUInt64(), low);
            case ValueTag.Single: return input.ReadSingle();
            case ValueTag.Double: return input.ReadDouble();
            case ValueTag.Decimal: return input.ReadDecimal();
            case ValueTag.Char: return (char)input.ReadUInt16();
            case ValueTag.Guid: return new Guid(input.ReadBytes(16));
            case ValueTag.Date: return DateOnly.FromDayNumber(input.ReadInt32());
            case ValueTag.Time: return new TimeOnly(input.ReadInt64());
            case ValueTag.Duration: return new TimeSpan(input.ReadInt64());
            case ValueTag.Instant: return Instants.ReadInstant(input);
            case ValueTag.InstantWithOffset: return Instants.ReadInstantWithOffset(input);
            case ValueTag.Enumeration:
                var type = TypeText.Read(input, assemblies);
                return Enum.ToObject(type, input.ReadInt64());
        }

        var number = known.Count;
        known.Add(null);
        return tag switch
        {
            ValueTag.String => Keep(number, Text()),
            ValueTag.Delegate => Keep(number, Bound()),
            ValueTag.Handle => Keep(number, Handle()),
            ValueTag.Numbers => Keep(number, Numbers()),
            ValueTag.Array => Array(number),
            ValueTag.List => List(number),
            ValueTag.Set => Set(number),
            ValueTag.Dictionary => Dictionary(number),
            ValueTag.Object => Object(number),
            _ => throw new UnreachableException($"captured value of tag {tag}"),
        };
    }

    private object Keep(int number, object value)
    {
        known[number] = value;
        return value;
    }

    private string Text()
    {
        var bytes = input.ReadBytes(input.ReadInt32() * sizeof(char));
        return new string(MemoryMarshal.Cast<byte, char>(bytes));
    }

    private Delegate Bound()
    {
        var (type, method, target) = Delegate();
        return method.CreateDelegate(type, target);
    }

    private ITravelHandle Handle()
    {
        var type = TypeText.Read(input, assemblies);
        return handles.Find(input.ReadInt64(), type);
    }

    private Array Numbers()
    {
        var element = TypeText.Read(input, assemblies);
        var array = System.Array.CreateInstance(element, input.ReadInt32());
        input.BaseStream.ReadExactly(MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(array), array.Length * SizeOf(element)));
        return array;
    }

    private Array Array(int number)
    {
        var element = TypeText.Read(input, assemblies);
        var array = System.Array.CreateInstance(element, input.ReadInt32());
        Keep(number, array);
        for (var i = 0; i < array.Length; i++)
            array.SetValue(Value(), i);
        return array;
    }

    private object List(int number)
    {
        var type = TypeText.Read(input, assemblies);
        var count = input.ReadInt32();
        var list = (IList)Keep(number, Activator.CreateInstance(type, count)!);
        for (var i = 0; i < count; i++)
            list.Add(Value());
        return list;
    }

    private object Set(int number)
    {
        var type = TypeText.Read(input, assemblies);
        var set = Keep(number, Empty(type, Comparers[input.ReadByte()]));
        var add = type.GetMethod("Add")!;
        for (var count = input.ReadInt32(); count > 0; count--)
            add.Invoke(set, [Value()]);
        return set;
    }

    private object Dictionary(int number)
    {
        var type = TypeText.Read(input, assemblies);
        var comparer = Comparers[input.ReadByte()];
        var dictionary = (IDictionary)Keep(number, Empty(type, comparer));
        for (var count = input.ReadInt32(); count > 0; count--)
        {
            var key = Value();
            dictionary.Add(key!, Value());
        }

        return dictionary;
    }

    private static object Empty(Type type, object? comparer) => comparer is null ? Activator.CreateInstance(type)! : Activator.CreateInstance(type, comparer)!;

    private object Object(int number)
    {
        var type = TypeText.Read(input, assemblies);
        var made = RuntimeHelpers.GetUninitializedObject(type);
        // A struct has no identity: nothing refers to its number, which writers do not give it.
        if (type.IsValueType)
            known.RemoveAt(number);
        else
            Keep(number, made);
        for (var count = input.ReadInt32(); count > 0; count--)
        {
            var declaring = TypeText.Read(input, assemblies);
            var field = declaring.GetField(input.ReadString(), BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)!;
            field.SetValue(made, Value());
        }

        return made;
    }
}
