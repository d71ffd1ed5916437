using System.Diagnostics;
using System.Reflection;

namespace Spindle.Wire.Plans;

/// <summary>What a record is made of: the parameters of its constructor, then the properties that an initialiser sets.</summary>
internal sealed class RecordShape
{
    private RecordShape(ConstructorInfo constructor, IReadOnlyList<RecordMember> members)
    {
        Constructor = constructor;
        Members = members;
    }

    public ConstructorInfo Constructor { get; }

    /// <summary>As many as the constructor has parameters come first, in their order.</summary>
    public IReadOnlyList<RecordMember> Members { get; }

    public static RecordShape Of(Type type)
    {
        var nullability = new NullabilityInfoContext();
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0).ToList();
        var constructor = type.GetConstructors().Where(c => c.GetParameters() is not [var only] || only.ParameterType != type).MaxBy(c => c.GetParameters().Length)
            ?? throw new UnreachableException($"{type} has no public constructor");
        var members = new List<RecordMember>();
        foreach (var parameter in constructor.GetParameters())
        {
            var property = properties.FirstOrDefault(p => p.Name == parameter.Name && p.PropertyType == parameter.ParameterType)
                ?? throw new UnreachableException($"{type}: the parameter {parameter.Name} has no property of its name and type");
            members.Add(new RecordMember(property, nullability.Create(parameter).WriteState == NullabilityState.Nullable));
        }

        foreach (var property in properties.Where(p => p.SetMethod is { IsPublic: true } && members.All(m => m.Property.Name != p.Name)).OrderBy(p => p.Name, StringComparer.Ordinal))
            members.Add(new RecordMember(property, nullability.Create(property).WriteState == NullabilityState.Nullable));
        return new RecordShape(constructor, members);
    }
}

/// <param name="MayBeNull">For reference types.</param>
internal sealed record RecordMember(PropertyInfo Property, bool MayBeNull);
