using System.Reflection;

namespace Spindle.UserCode.Capturing;

/// <summary>Types by name, for values that travel: the simple name of the assembly and the full name, so that they mean the same under another load context.</summary>
internal static class TypeText
{
    private const byte Named = 0;
    private const byte Generic = 1;
    private const byte Array = 2;

    private static readonly Assembly Core = typeof(object).Assembly;

    public static void Write(BinaryWriter output, Type type)
    {
        if (type.IsArray)
        {
            output.Write(Array);
            Write(output, type.GetElementType()!);
        }
        else if (type.IsGenericType && !type.IsGenericTypeDefinition)
        {
            output.Write(Generic);
            Write(output, type.GetGenericTypeDefinition());
            foreach (var argument in type.GetGenericArguments())
                Write(output, argument);
        }
        else
        {
            output.Write(Named);
            output.Write(type.Assembly == Core ? "" : type.Assembly.GetName().Name!);
            output.Write(type.FullName!);
        }
    }

    public static Type Read(BinaryReader input, IAssemblySource assemblies)
    {
        switch (input.ReadByte())
        {
            case Array:
                return Read(input, assemblies).MakeArrayType();
            case Generic:
                var definition = Read(input, assemblies);
                var arguments = new Type[definition.GetGenericArguments().Length];
                for (var i = 0; i < arguments.Length; i++)
                    arguments[i] = Read(input, assemblies);
                return definition.MakeGenericType(arguments);
            default:
                var name = input.ReadString();
                var assembly = name.Length == 0 ? Core : assemblies.Find(name, null);
                return assembly.GetType(input.ReadString(), throwOnError: true)!;
        }
    }
}
