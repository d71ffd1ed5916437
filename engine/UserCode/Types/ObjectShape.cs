using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Spindle.UserCode.Types;

/// <summary>A member of an object that is a field of its struct.</summary>
/// <param name="Name">The field's SQL name.</param>
/// <param name="Member">What is read: a property, or a tuple's field.</param>
public sealed record ObjectMember(string Name, Type Type, MemberInfo Member)
{
    /// <summary>The member's value in an object, by reflection; loops over many objects compile their own reading.</summary>
    public object? Get(object from) => Member is FieldInfo field ? field.GetValue(from) : ((PropertyInfo)Member).GetValue(from);
}

/// <summary>How objects of a type are taken apart and made: by the constructor whose parameters are named like the members (records, tuples), else by setting properties.</summary>
public sealed class ObjectShape
{
    private static readonly ConditionalWeakTable<Type, ObjectShape> Known = new();

    private ObjectShape(ObjectMember[] members, ConstructorInfo? constructor, bool isPositional)
    {
        Members = members;
        Constructor = constructor;
        IsPositional = isPositional;
    }

    /// <summary>In the order of the struct's fields; empty where objects of the type are no rows.</summary>
    public IReadOnlyList<ObjectMember> Members { get; }

    /// <summary>What makes the object; null for a struct's default.</summary>
    public ConstructorInfo? Constructor { get; }

    /// <summary>True where the constructor takes the members in order; false where it takes nothing and members are set.</summary>
    public bool IsPositional { get; }

    /// <summary>The shape of a type's objects; each type is looked at once.</summary>
    public static ObjectShape Of(Type type) => Known.GetValue(type, Make);

    private static ObjectShape Make(Type type)
    {
        if (type.IsAssignableTo(typeof(ITuple)) && type.IsGenericType)
            return Tuple(type);
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanRead && p.GetIndexParameters().Length == 0).OrderBy(Depth).ThenBy(p => p.MetadataToken).ToList();
        foreach (var constructor in type.GetConstructors().OrderByDescending(c => c.GetParameters().Length))
        {
            var parameters = constructor.GetParameters();
            var taken = parameters.Select(p => properties.Find(m => m.Name.Equals(p.Name, StringComparison.OrdinalIgnoreCase) && m.PropertyType == p.ParameterType)).ToList();
            if (parameters.Length > 0 && taken.All(m => m is not null))
                return new ObjectShape([.. taken.Select(m => new ObjectMember(m!.Name, m.PropertyType, m))], constructor, isPositional: true);
        }

        var settable = properties.Where(p => p.SetMethod is { IsPublic: true }).Select(p => new ObjectMember(p.Name, p.PropertyType, p)).ToArray();
        return new ObjectShape(type.IsValueType || type.GetConstructor([]) is not null ? settable : [], type.GetConstructor([]), isPositional: false);
    }

    private static ObjectShape Tuple(Type type)
    {
        var arguments = type.GetGenericArguments();
        var members = arguments.Take(7).Select((a, i) => new ObjectMember($"_{i + 1}", a, (MemberInfo?)type.GetField($"Item{i + 1}") ?? type.GetProperty($"Item{i + 1}")!)).ToArray();
        return new ObjectShape(arguments.Length > 7 ? [] : members, type.GetConstructor(arguments), isPositional: true);
    }

    // Members of base types come first.
    private static int Depth(PropertyInfo property)
    {
        var depth = 0;
        for (var type = property.DeclaringType; type is not null; type = type.BaseType)
            depth++;
        return depth;
    }
}
